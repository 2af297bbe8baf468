import { readdirSync, readFileSync } from "node:fs";
import type { Watch } from "./commands.ts";

const every = 100;

/** Megabytes by process name; processes with the same name are added up. */
export type Memory = Readonly<Record<string, number>>;

/** Tracks the memory of processes and all their children. */
export class MemoryWatch implements Watch {
  private timer: NodeJS.Timeout | undefined;
  private peak: Memory = {};

  /** The memory by process when the total was highest. */
  get highest(): Memory {
    return this.peak;
  }

  /** @param leader process id of the session's leader */
  begin(leader: number): void {
    this.timer = setInterval(() => this.sample(leader), every);
  }

  end(): void {
    clearInterval(this.timer);
  }

  private sample(session: number): void {
    const now: Record<string, number> = {};
    for (const { id, name } of processesOf(session)) now[name] = (now[name] ?? 0) + megabytesOf(id);
    if (total(now) > total(this.peak)) this.peak = now;
  }
}

export function total(memory: Memory): number {
  return Object.values(memory).reduce((sum, megabytes) => sum + megabytes, 0);
}

export function canWatchMemory(): boolean {
  return process.platform === "linux";
}

function processesOf(session: number): { id: string; name: string }[] {
  return readdirSync("/proc")
    .filter((id) => /^\d+$/.test(id))
    .flatMap((id) => {
      const stat = parseStat(textOf(`/proc/${id}/stat`));
      return stat?.session === session ? [{ id, name: programOf(id) }] : [];
    });
}

/** Parses a line of /proc/PID/stat; the name in brackets may contain blanks and brackets. */
export function parseStat(line: string): { session: number } | undefined {
  const [, , , session] = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return session === undefined ? undefined : { session: Number(session) };
}

function programOf(id: string): string {
  const [program = ""] = textOf(`/proc/${id}/cmdline`).split("\0");
  return program.slice(program.lastIndexOf("/") + 1);
}

/** Counts shared pages proportionally, so the sum is what the machine provides. */
function megabytesOf(id: string): number {
  const [, kilobytes = "0"] = textOf(`/proc/${id}/smaps_rollup`).match(/^Pss: +(\d+) kB$/m) ?? [];
  return Number(kilobytes) / 1024;
}

/** Empty if the process is gone. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
