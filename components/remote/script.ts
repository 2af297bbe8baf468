import { readFileSync } from "node:fs";

const preludeFile = new URL("./scripts/prelude.sh", import.meta.url);

/** The text that a remote shell gets: the words all scripts share, then the script itself. */
export function readScript(file: URL): string {
  return [preludeFile, file].map((part) => withoutComments(readFileSync(part, "utf8"))).join("");
}

/** A changed comment is no reason to run a step again. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
