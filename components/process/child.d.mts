import type * as child from "node:child_process";

export const spawn: typeof child.spawn;
export const spawnSync: typeof child.spawnSync;
export const execFileSync: typeof child.execFileSync;
export const execFile: typeof child.execFile.__promisify__;
