import { spawn } from "node:child_process";
import type { Environment } from "../setup/pulumiHome.ts";

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Environment;
  readonly watch?: Watch | undefined;
}

/** Observes a process while it runs. */
export interface Watch {
  begin(processId: number): void;
  end(): void;
}

export interface Ended {
  /** Duration of the process. */
  readonly seconds: number;
  /** Standard output and standard error. */
  readonly output: string;
}

/** Milliseconds; a step that takes longer hangs. */
const deadline = 15 * 60_000;

/** Runs programs in a session of their own; interrupting the bench ends the session. */
export class Commands {
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  async run({ program, args, folder, environment, watch }: Call): Promise<Ended> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(deadline)]);
    signal.throwIfAborted();
    const started = performance.now();
    const child = spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const processId = child.pid;
    if (processId !== undefined) watch?.begin(processId);
    const end = () => processId !== undefined && endSession(processId);
    signal.addEventListener("abort", end);
    const pieces: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => pieces.push(piece));
    try {
      const { code, seconds } = await new Promise<{ code: number | null; seconds: number }>(
        (resolve, reject) => {
          let seconds = 0;
          child.once("error", reject);
          child.once("exit", () => {
            seconds = (performance.now() - started) / 1000;
          });
          child.once("close", (code) => resolve({ code, seconds }));
        },
      );
      signal.throwIfAborted();
      const output = Buffer.concat(pieces).toString();
      if (code !== 0) throw new CommandFailed([program, ...args].join(" "), code, output);
      return { seconds, output };
    } finally {
      watch?.end();
      signal.removeEventListener("abort", end);
    }
  }
}

export class CommandFailed extends Error {
  constructor(command: string, code: number | null, output: string) {
    const last = output.trimEnd().split("\n").slice(-30).join("\n");
    super(`${command} ended with ${code ?? "a signal"}:\n${last}`);
  }
}

const timeout = 10_000;

/** Terminates all processes of the session, and kills those that do not end. */
function endSession(leader: number): void {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-leader, signal);
    } catch {
      // All have ended.
    }
  };
  send("SIGTERM");
  setTimeout(send, timeout, "SIGKILL").unref();
}
