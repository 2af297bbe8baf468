import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Makes a file or folder beside its place and moves it there when it is complete, so that an interruption
 * leaves nothing half done.
 */
export async function makeInPlace(place: string, make: (draft: string) => Promise<void>): Promise<void> {
  const parent = dirname(place);
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, ".making-"));
  try {
    const draft = join(folder, basename(place));
    await make(draft);
    // A folder can only be moved to where nothing is.
    await rename(place, join(folder, "before")).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(draft, place);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
