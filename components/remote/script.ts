import { readFileSync } from "node:fs";

const preludeFile = new URL("./scripts/prelude.sh", import.meta.url);

/** How a script reads its payload. */
export const payloadFunctions = new URL("./scripts/payload.sh", import.meta.url);

/** The text that a remote shell gets: the words all scripts share, then the script itself, which is the last file. */
export function readScript(...files: readonly URL[]): string {
  return [preludeFile, ...files].map((part) => withoutComments(readFileSync(part, "utf8"))).join("");
}

/** A changed comment is no reason to run a step again. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
