import { spawn } from "../components/process/child.mjs";
import type { Work } from "./step.ts";

export interface ToolCallOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for the whole call. */
  readonly deadline?: number;
  /** Called with each line; default: shows it as progress. */
  readonly onLine?: (line: string) => void;
}

/** A program that failed. */
export class ToolCallFailed extends Error {
  readonly command: string;
  readonly lastLines: readonly string[];

  constructor(command: string, reason: string, lines: readonly string[]) {
    super(`${command}\n${reason}`);
    this.command = command;
    this.lastLines = lines.slice(-20);
  }
}

/** Runs a program to its end and returns its output; Ctrl-C ends it with all its children. */
export function callTool(
  work: Work,
  file: string,
  args: readonly string[],
  options: ToolCallOptions = {},
): Promise<string> {
  work.signal.throwIfAborted();
  const command = [file, ...args].join(" ");
  const onLine = options.onLine ?? ((line) => work.progress.note(line));
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, so that the program's children end with it.
      detached: true,
    });
    const end = () => {
      try {
        if (child.pid) process.kill(-child.pid, "SIGTERM");
      } catch {
        // It has ended already.
      }
    };
    const deadline = options.deadline === undefined ? undefined : AbortSignal.timeout(options.deadline);
    const signals = [work.signal, ...(deadline ? [deadline] : [])];
    for (const signal of signals) signal.addEventListener("abort", end, { once: true });
    const pieces = [child.stdout, child.stderr].map((stream) => {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        const parts = (rest + text).split(/\r?\n|\r/);
        rest = parts.pop() ?? "";
        for (const line of parts.filter((part) => part.trim() !== "")) {
          lines.push(line);
          onLine(line);
        }
      });
      return () => rest;
    });
    const leave = () => {
      for (const signal of signals) signal.removeEventListener("abort", end);
    };
    child.once("error", (error) => {
      leave();
      reject(new ToolCallFailed(command, error.message, lines));
    });
    child.once("close", (code, killedBy) => {
      leave();
      lines.push(...pieces.map((rest) => rest()).filter((rest) => rest.trim() !== ""));
      if (work.signal.aborted) return reject(work.signal.reason);
      if (deadline?.aborted)
        return reject(new ToolCallFailed(command, `gave no result in ${options.deadline} ms`, lines));
      if (code !== 0) return reject(new ToolCallFailed(command, `ended with ${code ?? killedBy}`, lines));
      resolve(lines.join("\n"));
    });
  });
}
