import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawn } from "../../components/process/child.mjs";
import type { Work } from "../step.ts";

/** Files of the engine that we start: its log, its process id, its runtime. */
export const engineFolder = "/var/lib/swarm-engine";

const pidFile = join(engineFolder, "dockerd.pid");
const log = join(engineFolder, "dockerd.log");
const timeout = 60_000;

/** True if the engine that answers is one that we started. */
export function isOwnEngine(): boolean {
  return programOf(pidFile) === "dockerd";
}

/** Starts an engine that outlives this command, and waits until it answers. */
export async function startEngine(work: Work, answers: () => Promise<boolean>): Promise<void> {
  mkdirSync(engineFolder, { recursive: true });
  forgetDeadProcesses();
  const output = openSync(log, "w");
  const child = spawn("dockerd", runtimeArguments(), { detached: true, stdio: ["ignore", output, output] });
  const failure = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`dockerd ended with ${code ?? signal}`));
  });
  if (child.pid) writeFileSync(pidFile, String(child.pid));
  child.unref();
  const deadline = Date.now() + timeout;
  while (!(await answers())) {
    work.signal.throwIfAborted();
    const ended = await Promise.race([failure, sleep(300)]);
    const last = readFileSync(log, "utf8").trimEnd().split("\n").slice(-20);
    work.progress.note(last.at(-1) ?? "");
    if (ended || Date.now() > deadline)
      throw new Error(
        `${ended ?? `dockerd does not answer after ${timeout / 1000} s`}\n${last.join("\n")}\n  → see ${log}`,
      );
  }
}

/** A runtime that works without the capabilities that this computer lacks. */
function runtimeArguments(): string[] {
  if (missingCapabilities().length === 0) return [];
  const runtime = join(engineFolder, "runtime");
  copyFileSync(join(import.meta.dirname, "runtime.sh"), `${runtime}.new`);
  chmodSync(`${runtime}.new`, 0o755);
  renameSync(`${runtime}.new`, runtime);
  return ["--add-runtime", `swarm=${runtime}`, "--default-runtime", "swarm"];
}

/** After a reboot, the id in a pid file can belong to another program. */
function forgetDeadProcesses(): void {
  const files = {
    "/var/run/docker.pid": "dockerd",
    "/var/run/docker/containerd/containerd.pid": "containerd",
    "/var/run/docker/containerd/docker-containerd.pid": "containerd",
  };
  for (const [file, program] of Object.entries(files)) {
    const running = programOf(file);
    if (running === program && program === "dockerd")
      throw new Error(
        `dockerd runs already (${file}) but does not answer\n  → wait for it, or restart it, then run again`,
      );
    if (running !== program) rmSync(file, { force: true });
  }
}

function programOf(pidFile: string): string | undefined {
  try {
    const pid = Number(readFileSync(pidFile, "utf8").trim());
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** The numbers of the capabilities that even root lacks here. */
export function missingCapabilities(
  status = readFileSync("/proc/self/status", "utf8"),
  last = readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"),
): number[] {
  const bounding = BigInt(`0x${status.match(/^CapBnd:\s*([0-9a-f]+)/m)?.[1] ?? "0"}`);
  const numbers = Array.from({ length: Number(last) + 1 }, (_, number) => number);
  return numbers.filter((number) => ((bounding >> BigInt(number)) & 1n) === 0n);
}
