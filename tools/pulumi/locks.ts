import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { startOf } from "../../components/process/processStart.mjs";
import { stackOf } from "./call.ts";
import { pulumiEnvironment } from "./environment.ts";
import { backendFolder } from "./fileBackend.ts";

/** The holder of a stack's lock, from a lock file of Pulumi's file backend. */
export interface StackLock {
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** `2026-11-22T16:00:00Z` */
  readonly timestamp: string;
  /** `dead`: its process is gone. `unknown`: it may run on another computer. */
  readonly holder: "alive" | "dead" | "unknown";
}

/** A stack's locks; none unless the backend is a folder of this computer. */
export function stackLocks(backend: string | undefined, project: string, stack: string): StackLock[] {
  const folder = backendFolder(backend, "locks/organization", project, stack);
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const file = join(folder, name);
      const written = readLock(file);
      return written ? [{ ...written, file, holder: holderOf(written) }] : [];
    });
}

/**
 * Removes the locks whose process is dead: a killed Pulumi leaves its lock behind.
 *
 * @returns the ids of the dead processes
 */
export function removeDeadLocks(locks: readonly StackLock[]): number[] {
  const dead = locks.filter(({ holder }) => holder === "dead");
  for (const { file } of dead) rmSync(file, { force: true });
  return dead.map(({ pid }) => pid);
}

/** The hint for locks that block a run; undefined if none does. */
export function lockAdvice(locks: readonly StackLock[], stack: string): string | undefined {
  const [held] = [...locks.filter(({ holder }) => holder !== "dead"), ...locks];
  if (!held) return undefined;
  const { pid, username, timestamp } = held;
  const who = `${username}'s process ${pid}${held.holder === "unknown" ? ` on ${held.hostname}` : ""}`;
  const named = stack === "dev" ? "" : ` -- --stack ${stack}`;
  switch (held.holder) {
    case "alive":
      return `stack ${stack} is being changed by ${who}, since ${timestamp}\n  → wait until that has ended, then run this again`;
    case "unknown":
      return `stack ${stack} is locked by ${who}, since ${timestamp}\n  → if nothing runs there any more: npm run pulumi -- cancel --yes --stack ${stack}, then npm run unlock${named}`;
    case "dead":
      return `stack ${stack} is still locked by ${who}, which was killed\n  → npm run unlock${named}`;
  }
}

/** Hint after a failed run. Pulumi names a lock file; what to do depends on whether its process is alive. */
export function lockHint(args: readonly string[]): void {
  const stack = stackOf(args);
  const advice = lockAdvice(stackLocks(pulumiEnvironment().PULUMI_BACKEND_URL, "swarm", stack), stack);
  if (advice) console.error(`\n${advice}`);
}

type WrittenLock = Omit<StackLock, "file" | "holder">;

/** The process can remove the file at any moment. */
function readLock(file: string): WrittenLock | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as WrittenLock;
  } catch {
    return undefined;
  }
}

function holderOf({ pid, hostname: host }: WrittenLock): StackLock["holder"] {
  if (host !== hostname()) return "unknown";
  try {
    process.kill(pid, 0);
    // A process that has ended, but that no parent has waited for.
    return startOf(pid) === "" ? "dead" : "alive";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "alive" : "dead";
  }
}
