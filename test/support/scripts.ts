import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One of the components' shell scripts: `stack/scripts/remove.sh`. */
export function scriptFile(path: string): URL {
  return new URL(`../../components/${path}`, import.meta.url);
}

export function scriptText(path: string): string {
  return readFileSync(scriptFile(path), "utf8");
}

/** A script that runs the file as its step does. */
export function callTo(path: string): string {
  return `exec sh '${fileURLToPath(scriptFile(path))}' "$@"`;
}

/** A function of a shell script, as its file defines it. */
export function shellFunction(path: string, name: string): string {
  const text = scriptText(path);
  const [found] = new RegExp(`^${name}\\(\\) \\{\\n[^]*?\\n\\}$`, "m").exec(text) ?? [];
  if (!found) throw new Error(`${path} has no function ${name}`);
  return found;
}

/** What a step's command passes to its script, behind the step's name: `swarm-shop-stack ours …`. */
export function callOf(command: unknown): string {
  const stored =
    /^(?:test ! -e \S+ \|\| )?(.*?)sh \/var\/lib\/swarm-scripts\/run (\S+) [a-zA-Z]+-[0-9a-f]{12} /;
  return String(command).replace(stored, "$1$2 ");
}
