import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { StateFile } from "./state.ts";

/** A path in Pulumi's file backend; undefined for any other backend. */
export function backendFolder(backend: string | undefined, ...path: string[]): string | undefined {
  return backend?.startsWith("file://") ? join(fileURLToPath(backend), ".pulumi", ...path) : undefined;
}

/** How the name of a state ends: Pulumi's settings choose one (environment.ts). */
const endings = [".json", ".json.gz", ".json.zst"];

/** The file with a stack's state, in the file backend; undefined if there is none. */
export function stateFile(backend: string | undefined, project: string, stack: string): string | undefined {
  const files = endings.map((ending) => backendFolder(backend, "stacks", project, `${stack}${ending}`));
  return files.find((file) => file !== undefined && existsSync(file));
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
  const attributes = endings.flatMap((ending) => [`${stack}${ending}.attrs`, `${stack}${ending}.bak.attrs`]);
  const broken = readdirSync(folder)
    .filter((name) => attributes.includes(name))
    .filter((name) => !isJson(readFileSync(join(folder, name), "utf8")));
  for (const name of broken) rmSync(join(folder, name));
  return broken;
}

/** True if the stack is known to be empty: it has no state, or no resources in it. */
export function hasNoResources(backend: string | undefined, project: string, stack: string): boolean {
  if (backendFolder(backend) === undefined) return false;
  if (stateFile(backend, project, stack) === undefined) return true;
  const deployment = deploymentIn(backend, project, stack);
  return deployment !== undefined && (deployment.resources ?? []).length === 0;
}

/** A stack's state with its secrets encrypted, without asking Pulumi; undefined if that is not possible. */
export function deploymentIn(
  backend: string | undefined,
  project: string,
  stack: string,
): StateFile["deployment"] | undefined {
  const file = stateFile(backend, project, stack);
  if (file === undefined) return undefined;
  try {
    const bytes = readFileSync(file);
    const { checkpoint } = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());
    return checkpoint.latest ?? {};
  } catch {
    return undefined;
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
