// Plain JavaScript: it runs before the Node that understands types is there.

import { constants } from "node:os";
import { spawn } from "../../components/process/child.mjs";

/**
 * Runs a program in this one's place: same terminal, signals passed on, exit code handed back.
 *
 * @param {string} file
 * @param {readonly string[]} words
 * @param {import("node:child_process").SpawnOptions & { onStart?: (pid: number) => void }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(file, words, { onStart = () => {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    let child;
    // A terminal sends Ctrl-C to every process itself; a second one would make Pulumi give up at once.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    const listeners = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [
      signal,
      () => {
        if (signal !== "SIGINT" || !onTerminal) child?.kill(signal);
      },
    ]);
    // Before the child is there: a signal in between would end this process and leave the child alone.
    for (const [signal, listener] of listeners) process.on(signal, listener);
    child = spawn(file, words, { stdio: "inherit", ...options });
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
