import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const prefix = ".making-";

/**
 * Creates a file or folder beside its target and renames it once it is complete, so that an interruption
 * leaves nothing incomplete.
 */
export async function writeAtomically(path: string, make: (draft: string) => Promise<void>): Promise<void> {
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  await sweep(parent);
  const folder = await mkdtemp(join(parent, prefix));
  try {
    const draft = join(folder, basename(path));
    await make(draft);
    // rename cannot replace an existing folder.
    await rename(path, join(folder, "before")).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(draft, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what a killed run left; the set-up lock keeps other processes out. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent))
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
}
