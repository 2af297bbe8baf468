import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A running Pulumi command line. */
export interface PulumiProcess {
  readonly pid: number;
  readonly args: readonly string[];
}

/** The Pulumi process that changes or previews a stack of a folder, if there is one. */
export function pulumiProcess(folder: string): PulumiProcess | undefined {
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const args = pulumiArguments(name, folder);
    if (args) return { pid: Number(name), args };
  }
  return undefined;
}

/** Whether it still runs; cheaper than searching for it. */
export function isRunning({ pid }: PulumiProcess, folder: string): boolean {
  return pulumiArguments(String(pid), folder) !== undefined;
}

function pulumiArguments(pid: string, folder: string): string[] | undefined {
  try {
    const [program = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    if (!program.endsWith("/pulumi") && program !== "pulumi") return undefined;
    if (!["up", "preview", "destroy"].includes(args[0] ?? "")) return undefined;
    return readlinkSync(`/proc/${pid}/cwd`) === folder ? args : undefined;
  } catch {
    // It has ended in the meantime.
    return undefined;
  }
}

/** A process and all its descendants. */
export function withChildren(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(withChildren)];
}

/** Ends a process that may have ended by itself since somebody listed it. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Each thread lists the processes that it started: much cheaper than asking all processes for their parent. */
function childrenOf(pid: number): number[] {
  return orNone(() => readdirSync(`/proc/${pid}/task`)).flatMap((thread) =>
    orNone(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" "))
      .filter(Boolean)
      .map(Number),
  );
}

/** Nothing of a process or thread that has ended in the meantime. */
function orNone(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
