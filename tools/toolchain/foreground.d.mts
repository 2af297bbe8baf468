import type { SpawnOptions } from "node:child_process";

export function runInForeground(file: string, words: readonly string[], options?: SpawnOptions): Promise<number>;
