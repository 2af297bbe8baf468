import { readlinkSync, realpathSync } from "node:fs";
import { connect } from "node:net";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnSync } from "../../components/process/child.mjs";
import { projectRoot } from "../../setup/project.ts";

/** A process that works for a Pulumi engine; an orphan if that engine is gone. */
export interface EngineClient {
  readonly pid: number;
  /** `pulumi-resource-docker` */
  readonly program: string;
  /** Loopback port of its engine. */
  readonly port: number;
}

/**
 * The processes that work for an engine, from the output of `ps -A -o pid=,args=`.
 *
 * Plugins, language hosts and programs get the address of their engine as an argument. Plugins and language
 * hosts check only every five minutes whether it is alive; a program can wait for it forever in a busy loop.
 */
export function engineClients(list: string): EngineClient[] {
  return list.split("\n").flatMap((line) => {
    const [pid, file = "", ...args] = line.trim().split(/\s+/);
    const name = basename(file);
    const [program, address] = /^pulumi-(?:resource|language)-[\w-]+$/.test(name)
      ? [name, args.at(-1)]
      : [programOf(file, args), args[args.indexOf("--engine") + 1]];
    const port = /^127\.0\.0\.1:(\d+)$/.exec(address ?? "")?.[1];
    return program && port ? [{ pid: Number(pid), program, port: Number(port) }] : [];
  });
}

/** A Pulumi program: Node that runs Pulumi's own script before the program. */
function programOf(file: string, args: readonly string[]): string | undefined {
  const isOurs = file.endsWith("node") && args[0]?.includes("/@pulumi/pulumi/cmd/run");
  return isOurs && args.includes("--engine") ? "pulumi/pulumi" : undefined;
}

/**
 * Ends the processes that killed runs left on this computer, so that they create nothing more.
 *
 * @param root of the project: processes of other projects stay
 */
export async function endOrphans(root = projectRoot): Promise<EngineClient[]> {
  const found: EngineClient[] = [];
  for (const client of listClients().filter(({ pid }) => folderOf(pid) === realpathSync(root)))
    if (!(await answers(client.port))) found.push(client);
  signal(found, "SIGTERM");
  for (let waited = 0; waited < 5000 && found.some(({ pid }) => isThere(pid)); waited += 100)
    await sleep(100);
  signal(found, "SIGKILL");
  return found;
}

function listClients(): EngineClient[] {
  const { status, stdout } = spawnSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" });
  return status === 0 ? engineClients(stdout) : [];
}

/** Pulumi starts all of them in the project's folder. Empty if it cannot be read. */
function folderOf(pid: number): string {
  try {
    return realpathSync(readlinkSync(`/proc/${pid}/cwd`));
  } catch {
    const { stdout = "" } = spawnSync("lsof", ["-a", "-d", "cwd", "-p", String(pid), "-Fn"], {
      encoding: "utf8",
    });
    return /^n(.+)$/m.exec(stdout ?? "")?.[1] ?? "";
  }
}

/** True if the engine still listens. */
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

function signal(orphans: readonly EngineClient[], name: "SIGTERM" | "SIGKILL"): void {
  for (const { pid } of orphans.filter((orphan) => isThere(orphan.pid))) {
    try {
      process.kill(pid, name);
    } catch {
      // It has just ended, or belongs to another user.
    }
  }
}

/** Whether a process has not ended yet. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
