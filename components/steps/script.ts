import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { waitsOf } from "./times.ts";

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);
const components = new URL("../", import.meta.url);

/** Functions that read a payload. */
export const payloadFunctions = file("payload.sh");

/** The line with which a remote step's script names the files whose functions it uses. */
const header = /^# Remote step(?:; functions: (?<functions>.+))?$/m;

/** A remote step's script as the machines store it: complete, under a name with a digest of its text. */
export interface StoredScript {
  /** `join-1a2b3c4d5e6f` */
  readonly id: string;
  readonly text: string;
}

/** The text for a remote shell: its waits first, then the shared functions, the script itself last. */
export function readScript(...files: readonly URL[]): string {
  const text = [file("prelude.sh"), ...files]
    .map((part) => withoutComments(readFileSync(part, "utf8")))
    .join("");
  return waitsOf(text) + text;
}

/** The text of a remote step: it always checks first which swarm the machine is in. */
export function stepScript(...files: readonly URL[]): string {
  return readScript(file("owner.sh"), ...files);
}

const stored = new Map<string, StoredScript>();

/** @throws if the file has no line `# Remote step`: then no machine gets it */
export function storedScript(script: URL): StoredScript {
  const known = stored.get(script.href);
  if (known) return known;
  const found = header.exec(readFileSync(script, "utf8"));
  if (!found) throw new Error(`${script.pathname} has no line "# Remote step"`);
  const text = stepScript(...functionsOf(script, found.groups?.functions), script);
  const name = script.pathname.slice(script.pathname.lastIndexOf("/") + 1, -".sh".length);
  const result = { id: `${name}-${digestOf(text)}`, text };
  stored.set(script.href, result);
  return result;
}

/** A script's functions lie beside it; those for all scripts lie here. */
function functionsOf(script: URL, names = ""): URL[] {
  return names
    .split(" ")
    .filter(Boolean)
    .map((name) => {
      const beside = new URL(name, script);
      return existsSync(beside) ? beside : file(name);
    });
}

/** The scripts of all remote steps. */
export function allStoredScripts(): readonly StoredScript[] {
  return readdirSync(components, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sh"))
    .map((path) => new URL(encodeURI(path), components))
    .filter((script) => header.test(readFileSync(script, "utf8")))
    .map(storedScript)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The path of a script from any folder of components/: another clone lies elsewhere, and must not run a step again. */
export function relativePath({ href }: URL): string {
  return `../${href.slice(components.href.length)}`;
}

/** Changes with the text of any script. */
export function digestOf(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 12);
}

/** A changed comment must not run a step again. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
