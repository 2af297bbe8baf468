import type { SpawnOptions } from "node:child_process";

interface ForegroundOptions extends SpawnOptions {
  /** Called as soon as the program runs. */
  readonly onStart?: (pid: number) => void;
}

export function runInForeground(file: string, args: readonly string[], options?: ForegroundOptions): Promise<number>;
