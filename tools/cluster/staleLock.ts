import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A lock file of Pulumi's file backend. */
interface LockFile {
  readonly pid: number;
  readonly hostname: string;
}

/**
 * Removes a stack's locks whose process is dead: a killed Pulumi leaves its lock behind.
 *
 * Only locks of a file backend on this computer; a lock of a living process or of another computer stays.
 *
 * @returns the ids of the dead processes
 */
export function removeStaleLocks(backend: string | undefined, project: string, stack: string): number[] {
  if (!backend?.startsWith("file://")) return [];
  const folder = join(fileURLToPath(backend), ".pulumi/locks/organization", project, stack);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const lock = JSON.parse(readFileSync(join(folder, name), "utf8")) as LockFile;
      if (lock.hostname !== hostname() || isAlive(lock.pid)) return [];
      rmSync(join(folder, name));
      return [lock.pid];
    });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
