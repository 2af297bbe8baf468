import type { SpawnOptions } from "node:child_process";

export function installPackages(root: string): Promise<void>;
export function areInstalled(root: string): Promise<boolean>;
export function npm(args: readonly string[], options: SpawnOptions): Promise<void>;
