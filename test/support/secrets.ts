import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

/** Where each secret was seen, as `name of the secret in source`; must be empty. */
export function seen(
  args: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(places).flatMap(([path, text]) =>
    Object.entries(args)
      .filter(([, word]) => text.includes(word))
      .map(([name]) => `${name} in ${path}`),
  );
}

/** Every file below a folder by path; compressed ones as they were before. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      return [path, (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1")];
    }),
  );
}

const run = promisify(execFile);

/** Collects the process lists of all machines of a stack until stopped. */
export function watchProcesses(stack: string): { stop(): Promise<string> } {
  const lists: string[] = [];
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const machines = await lines("ps", "--quiet", "--filter", `label=swarm.stack=${stack}`);
      const seen = await Promise.all(machines.map((machine) => lines("top", machine, "-eo", "pid,args")));
      lists.push(...seen.flat());
      await sleep(100);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      return lists.join("\n");
    },
  };
}

/** Empty if the machine was removed between two calls. */
async function lines(...args: string[]): Promise<string[]> {
  try {
    return (await run("docker", args)).stdout.split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
