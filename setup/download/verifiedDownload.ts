import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Work } from "../step.ts";
import { callTool, ToolCallFailed } from "../toolCall.ts";

const script = fileURLToPath(new URL("./fetchFile.mjs", import.meta.url));

/**
 * A download differs from its publisher's file. Set-up then tries nothing else: somebody may have tampered
 * with it.
 */
export class WrongChecksum extends Error {
  constructor(file: string, expected: string, actual: string) {
    super(
      `${file} is not the file its publisher made: its SHA-256 is ${actual}, expected ${expected}\n  → it was not installed. Find out what answers in the publisher's place (a proxy, a mirror), then run again`,
    );
  }
}

const answers = new Map<string, Promise<boolean>>();

/** Whether a web site answers; checked once in a run. */
export function canReach(address: string, timeout = 10_000): Promise<boolean> {
  // Node's fetch ignores proxies, so leave the check to a tool that uses them.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return Promise.resolve(true);
  const known = answers.get(address);
  if (known) return known;
  const answer = fetch(address, { method: "HEAD", signal: AbortSignal.timeout(timeout) }).then(
    () => true,
    () => false,
  );
  answers.set(address, answer);
  return answer;
}

/** @returns the SHA-256 of the file */
export async function fetchFile(work: Work, address: string, file: string): Promise<string> {
  const environment = { NODE_USE_ENV_PROXY: "1" };
  const output = await callTool(work, process.execPath, [script, address, file], {
    environment,
    deadline: 600_000,
  });
  return output.trim().split("\n").at(-1) ?? "";
}

/** Whether a download succeeded; notes why one of its tools failed, and throws other errors. */
export async function hasDownloaded(work: Work, download: () => Promise<void>): Promise<boolean> {
  try {
    await download();
    return true;
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    work.progress.note(`the download failed: ${error.lastLines.at(-1) ?? error.message}`);
    return false;
  }
}

/** Keeps the file only if it has this SHA-256. */
export async function fetchVerified(
  work: Work,
  address: string,
  file: string,
  expected: string,
): Promise<void> {
  const actual = await fetchFile(work, address, file);
  if (actual === expected) return;
  await rm(file, { force: true });
  throw new WrongChecksum(address, expected, actual);
}
