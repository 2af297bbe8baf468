// Plain JavaScript: it runs before the Node that strips types is installed.

import { constants } from "node:os";
import { spawn } from "../components/process/child.mjs";

/**
 * Runs a program in place of this one: same terminal, signals forwarded, exit code returned.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions & { onStart?: (pid: number) => void }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(file, args, { onStart = () => {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    let child;
    // A terminal sends Ctrl-C to every process itself; a second signal would make Pulumi give up at once.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    const listeners = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [
      signal,
      () => {
        if (signal !== "SIGINT" || !onTerminal) child?.kill(signal);
      },
    ]);
    // Before the child starts: a signal in between would end this process and leave the child running.
    for (const [signal, listener] of listeners) process.on(signal, listener);
    child = spawn(file, args, { stdio: "inherit", ...options });
    if (child.pid !== undefined) onStart(child.pid);
    const leave = () => {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    };
    child.once("error", (error) => {
      leave();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      leave();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
