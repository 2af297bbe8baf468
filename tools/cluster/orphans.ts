import { spawnSync } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that a killed Pulumi has left: it serves an engine that is gone. */
export interface Orphan {
  readonly pid: number;
  /** `pulumi-resource-docker` */
  readonly program: string;
  /** Port on the loopback address where its engine was. */
  readonly port: number;
}

/**
 * The orphans in a process list, as `ps -A -o pid=,ppid=,args=` prints it.
 *
 * Pulumi's plugins and language hosts are told the address of their engine, and look every five minutes only
 * whether it is still there.
 */
export function orphansIn(list: string): Orphan[] {
  return list.split("\n").flatMap((line) => {
    const { groups } = processLine.exec(line) ?? {};
    if (!groups) return [];
    return [{ pid: Number(groups.pid), program: groups.program ?? "", port: Number(groups.port) }];
  });
}

/** Their parent is gone, so they are the first process's. */
const processLine =
  /^\s*(?<pid>\d+)\s+1\s+(?:\S*\/)?(?<program>pulumi-(?:resource|language)-[\w-]+)\s(?:.*\s)?127\.0\.0\.1:(?<port>\d+)$/;

/** Ends what killed runs have left on this computer, so that nothing of theirs comes to be any more. */
export async function endOrphans(): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const orphan of listOrphans()) if (!(await answers(orphan.port))) found.push(orphan);
  signal(found, "SIGTERM");
  for (let waited = 0; waited < 5000 && found.some(({ pid }) => isThere(pid)); waited += 100)
    await sleep(100);
  signal(found, "SIGKILL");
  return found;
}

function listOrphans(): Orphan[] {
  const { status, stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return status === 0 ? orphansIn(stdout) : [];
}

/** Whether an engine is still there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(true));
  });
}

function signal(orphans: readonly Orphan[], name: "SIGTERM" | "SIGKILL"): void {
  for (const { pid } of orphans.filter((orphan) => isThere(orphan.pid))) {
    try {
      process.kill(pid, name);
    } catch {
      // It has just gone, or is another user's.
    }
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
