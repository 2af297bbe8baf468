import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A running Pulumi command line. */
export interface PulumiProcess {
  readonly pid: number;
  readonly words: readonly string[];
}

/** The Pulumi process that changes or previews a stack of a folder, if there is one. */
export function pulumiProcess(folder: string): PulumiProcess | undefined {
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [program = "", ...args] = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").slice(0, -1);
      if (!program.endsWith("/pulumi") && program !== "pulumi") continue;
      if (
        ["up", "preview", "destroy"].includes(args[0] ?? "") &&
        readlinkSync(`/proc/${name}/cwd`) === folder
      )
        return { pid: Number(name), words: args };
    } catch {
      // It has ended in the meantime.
    }
  }
  return undefined;
}

/** A process and all its descendants. */
export function withChildren(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry): [pid: number, parent: number] => [Number(entry), parentOf(entry)]);
  const below = (parent: number): number[] =>
    parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

function parentOf(entry: string): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}
