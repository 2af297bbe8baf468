import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Makes a stack's state readable again after a Pulumi that was killed while it wrote it.
 *
 * The file backend replaces the state itself at once, but not the attributes beside it: cut off, they are empty, and
 * Pulumi says `failed to load checkpoint: EOF`. It does without them:
 * https://github.com/google/go-cloud/blob/master/blob/fileblob/attrs.go
 *
 * @returns the names of the files that were taken away
 */
export function mendCheckpoint(backend: string | undefined, project: string, stack: string): string[] {
  if (!backend?.startsWith("file://")) return [];
  const folder = join(fileURLToPath(backend), ".pulumi/stacks", project);
  if (!existsSync(folder)) return [];
  const broken = readdirSync(folder)
    .filter((name) => [`${stack}.json.attrs`, `${stack}.json.bak.attrs`].includes(name))
    .filter((name) => !isJson(readFileSync(join(folder, name), "utf8")));
  for (const name of broken) rmSync(join(folder, name));
  return broken;
}

/** Whether a stack is known to hold nothing: there is no state of it, or it has no resources. */
export function hasNoResources(backend: string | undefined, project: string, stack: string): boolean {
  if (!backend?.startsWith("file://")) return false;
  const file = join(fileURLToPath(backend), ".pulumi/stacks", project, `${stack}.json`);
  if (!existsSync(file)) return !existsSync(`${file}.gz`);
  try {
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8"));
    return (checkpoint.latest?.resources ?? []).length === 0;
  } catch {
    return false;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
