import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);
const names = new Set(tracked.map((file) => basename(file)));
const pages = tracked.filter((file) => file.endsWith(".md") && !file.startsWith("docs/adr/"));

const path = /(?<![\w/.-])(?:components|tools|setup|test|docs|example|bench)\/[\w./-]*\w/g;
const sourceFile = /(?<![\w/.*-])[a-z][A-Za-z0-9]*\.(?:ts|mjs|sh|py)(?!\w)/g;
/** Names in instructions, which the reader replaces. */
const isPlaceholder = (text: string) => /\bNAME\b|\btargets\/lan\b/.test(text);

/** GitHub's name for a heading in a link. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
const anchorsIn = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

/** What a link leads to if it is missing. */
function missing(page: string, link: string): string[] {
  const [file = "", anchor = ""] = link.split("#");
  const target = file === "" ? page : join(dirname(page), file);
  if (!existsSync(join(root, target))) return [`${page}: ${link}`];
  return anchor === "" || anchorsIn(target).includes(anchor) ? [] : [`${page}: ${link}`];
}

describe("the pages of the docs", () => {
  it("name only files and folders that exist", () => {
    const wrong = pages.flatMap((page) =>
      (read(page).match(path) ?? [])
        .filter((found) => !isPlaceholder(found) && !existsSync(join(root, found)))
        // `docs/aws-deployer*-policy.json`, `docs/adr/0011`: the beginning of a name.
        .filter((found) => !tracked.some((file) => file.startsWith(`${found}-`)))
        .map((found) => `${page}: ${found}`),
    );
    // An image of a compose file.
    assert.deepEqual(wrong, ["docs/deploying.md: example/web", "docs/deploying.md: example/web"]);
  });

  it("name only source files that exist, whatever their folder", () => {
    const guides = ["docs/architecture.md", "CONTRIBUTING.md", "test/aws/README.md", "setup/README.md"];
    const wrong = guides.flatMap((page) =>
      (read(page).match(sourceFile) ?? [])
        .filter((found) => !names.has(found))
        .map((found) => `${page}: ${found}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("lead to pages and headings that exist", () => {
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = ""]) => ({ page, link })),
    );
    assert.ok(links.length > 100, String(links.length));
    assert.deepEqual(
      links.flatMap(({ page, link }) => missing(page, link)),
      [],
    );
  });
});
