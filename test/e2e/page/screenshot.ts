import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";

/** What a visitor reads on the page. */
export interface PageView {
  readonly title: string;
  readonly counter: number;
  /** Names of the nodes, in the page's order. */
  readonly nodes: readonly string[];
  /** Full names of the replicas that have answered. */
  readonly replicas: readonly string[];
  readonly version: string;
  readonly failures: number;
}

export interface ScreenshotOptions {
  readonly theme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** How many replicas must have answered before the screenshot; default 2. */
  readonly replicas?: number;
  /** How many answers the page must have shown by then; default 54, which fills its history. */
  readonly answers?: number;
  /** Milliseconds to wait for that; default 60 000. */
  readonly timeout?: number;
}

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens the page in a headless browser, waits until replicas have answered, and takes a screenshot. */
export async function takeScreenshot(
  url: string,
  file: string,
  options: ScreenshotOptions = {},
): Promise<PageView> {
  const { theme = "light", width = 1280, height = 800 } = options;
  const profile = await mkdtemp(join(tmpdir(), "swarm-page-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    args: flags,
    viewport: { width, height },
    colorScheme: theme,
  });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(url);
    await waitForAnswers(page, options);
    await page.screenshot({ path: file });
    return await read(page);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

export function findBrowser(): string {
  const found = browsers.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`no browser: install chromium (looked for ${browsers.join(", ")})`);
  return found;
}

async function waitForAnswers(page: Page, options: ScreenshotOptions): Promise<void> {
  const { replicas = 2, answers = 54, timeout = 60_000 } = options;
  const tile = page.locator('[data-testid="replica"][data-quiet="false"]');
  await tile.nth(replicas - 1).waitFor({ timeout });
  await page
    .locator('[data-testid="bars"] > *')
    .nth(answers - 1)
    .waitFor({ timeout });
}

async function read(page: Page): Promise<PageView> {
  const text = async (name: string) => (await page.getByTestId(name).textContent()) ?? "";
  const number = async (name: string) => Number((await text(name)).replaceAll(",", ""));
  return {
    title: await text("title"),
    counter: await number("visits"),
    nodes: await page.locator('[data-testid="node"] h3').allTextContents(),
    replicas: await page
      .locator('[data-testid="replica"]')
      .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("data-replica") ?? "")),
    version: await text("version"),
    failures: await number("failures"),
  };
}
