import { readFileSync } from "node:fs";

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);

/** Functions that read a payload. */
export const payloadFunctions = new URL("./scripts/payload.sh", import.meta.url);

/** The text for a remote shell: the shared functions first, the script itself last. */
export function readScript(...files: readonly URL[]): string {
  return [file("prelude.sh"), ...files].map((part) => withoutComments(readFileSync(part, "utf8"))).join("");
}

/** The text of a remote step: it always checks first which swarm the machine is in. */
export function stepScript(...files: readonly URL[]): string {
  return readScript(file("owner.sh"), ...files);
}

/** A changed comment must not run a step again. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
