import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A path in Pulumi's file backend; undefined for any other backend. */
export function backendFolder(backend: string | undefined, ...path: string[]): string | undefined {
  return backend?.startsWith("file://") ? join(fileURLToPath(backend), ".pulumi", ...path) : undefined;
}

/**
 * Makes a stack's state readable again after a Pulumi process was killed while writing it.
 *
 * The file backend replaces the state file atomically, but not the attributes file beside it. An interrupted
 * write leaves that file empty, and Pulumi fails with `failed to load checkpoint: EOF`. Pulumi does not need
 * it:
 * https://github.com/google/go-cloud/blob/master/blob/fileblob/attrs.go
 *
 * @returns the names of the removed files
 */
export function mendCheckpoint(backend: string | undefined, project: string, stack: string): string[] {
  const folder = backendFolder(backend, "stacks", project);
  if (folder === undefined || !existsSync(folder)) return [];
  const broken = readdirSync(folder)
    .filter((name) => [`${stack}.json.attrs`, `${stack}.json.bak.attrs`].includes(name))
    .filter((name) => !isJson(readFileSync(join(folder, name), "utf8")));
  for (const name of broken) rmSync(join(folder, name));
  return broken;
}

/** True if the stack is known to be empty: it has no state, or no resources in it. */
export function hasNoResources(backend: string | undefined, project: string, stack: string): boolean {
  const file = backendFolder(backend, "stacks", project, `${stack}.json`);
  if (file === undefined) return false;
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
