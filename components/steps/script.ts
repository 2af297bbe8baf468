import { readFileSync } from "node:fs";

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);

/** How a script reads its payload. */
export const payloadFunctions = new URL("./scripts/payload.sh", import.meta.url);

/** The text that a remote shell gets: the words all scripts share, then the script itself, which is the last file. */
export function readScript(...files: readonly URL[]): string {
  return [file("prelude.sh"), ...files].map((part) => withoutComments(readFileSync(part, "utf8"))).join("");
}

/** The text of a remote step: it asks first whose swarm the machine is in, so that no step can leave that out. */
export function stepScript(...files: readonly URL[]): string {
  return readScript(file("owner.sh"), ...files);
}

/** A changed comment is no reason to run a step again. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
