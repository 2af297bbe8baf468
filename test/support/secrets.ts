import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { docker } from "./engine.ts";

/** Where each of the words was seen, `word's name in place`; empty is what must be. */
export function seen(
  words: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(words)
      .filter(([, word]) => text.includes(word))
      .map(([name]) => `${name} in ${place}`),
  );
}

/** Every file below a folder by path. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path, "latin1")];
    }),
  );
}

/** Collects the process lists of all machines of a stack, and of this computer, until stopped. */
export function watchProcesses(stack: string): { stop(): string } {
  const lists: string[] = [];
  const sample = () => {
    const machines = docker("ps", "--quiet", "--filter", `label=swarm.stack=${stack}`);
    for (const machine of machines) {
      try {
        lists.push(docker("top", machine, "-eo", "args").join("\n"));
      } catch {
        // The machine went away between the two calls.
      }
    }
  };
  const timer = setInterval(sample, 300);
  return {
    stop() {
      clearInterval(timer);
      return lists.join("\n");
    },
  };
}
