import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/schema.ts";
import { textOf } from "../../input/textFile.ts";
import type { Limit } from "../../input/userFile.ts";
import { displayPath, type Workspace } from "../../input/workspace.ts";
import { mergeFiles, resolveMarks } from "../merge/mergeFiles.ts";
import type { StackSettings } from "../stackSettings.ts";
import { parseComposeYaml } from "./composeYaml.ts";
import { interpolate, type Lookup } from "./interpolation.ts";
import { YamlMark } from "./yamlTags.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** One of a stack's compose files. */
export interface ComposePart {
  readonly path: DiagnosticPath;
  readonly data: Mapping;
}

/** Far above any real compose file; a larger one would only take long. */
const composeFile: Limit = {
  of: "a compose file",
  bytes: 1024 * 1024,
  hint: "name the right file, or bring large contents in as files under configs",
};

/** Parses the files of a stack; undefined if one of them cannot be read. */
export function readParts(
  stack: StackSettings,
  workspace: Workspace,
  path: DiagnosticPath,
  setting: DiagnosticPath,
): ComposePart[] | undefined {
  const parts = stack.files.map((file, index) => {
    const here = path.file(displayPath(file, workspace));
    const entry = stack.files.length === 1 ? setting.at("file") : setting.at("files").at(index);
    const hint = "fix the path; it starts at the project's directory";
    const text = textOf(file, composeFile, workspace, { path: entry, hint });
    const data = text === undefined ? undefined : parsed(text, here, workspace);
    return data && { path: here, data };
  });
  const read = parts.filter((part) => part !== undefined);
  return read.length === parts.length ? read : undefined;
}

const known = new WeakMap<Workspace, Map<string, Mapping>>();

/** Runs once for the real settings and once for the masked ones. */
function parsed(text: string, path: DiagnosticPath, workspace: Workspace): Mapping | undefined {
  const here = known.get(workspace) ?? new Map<string, Mapping>();
  known.set(workspace, here);
  const data = here.get(text) ?? parseComposeYaml(text, path);
  if (data) here.set(text, data);
  return data;
}

/** Interpolates the files and merges them into one. */
export function mergeParts(parts: readonly ComposePart[], lookup: Lookup): Mapping {
  return parts.reduce<Mapping>((merged, { path, data }, index) => {
    const filled = interpolate(withoutExtensions(data), lookup, path) as Mapping;
    return index === 0 ? (resolveMarks(filled) as Mapping) : mergeFiles(merged, filled, path);
  }, {});
}

/**
 * Removes top-level `x-` keys: they hold anchors, and their diagnostics appear where the anchors are used.
 */
function withoutExtensions(data: Mapping): Mapping {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith("x-")));
}

/** Moves findings about the merged file to the files that set the value. */
export function inTheirFiles<F extends { readonly path: string }>(
  found: readonly F[],
  merged: DiagnosticPath,
  parts: readonly ComposePart[],
): F[] {
  if (parts.length === 1 || found.length === 0) return [...found];
  const written = parts.map(({ path, data }) => ({ file: path, paths: pathsIn(data, merged) }));
  return found.map((one) => {
    const holders = written.map(({ file, paths }) => ({
      file,
      paths,
      deepest: deepestIn(paths, one.path),
    }));
    const deepest = Math.max(...holders.map((holder) => holder.deepest));
    const there = holders.filter((holder) => holder.deepest === deepest);
    if (deepest === 0 || !one.path.startsWith(merged.text)) return one;
    // Of two scalar values the later one counts.
    const last = there.at(-1);
    const names = last?.paths.get(one.path.slice(0, deepest)) ? [last] : there;
    const name = names.map(({ file }) => file.text.replace(/: $/, "")).join(" + ");
    return { ...one, path: `${name}: ${one.path.slice(merged.text.length)}` };
  });
}

/** Length of the longest known path that equals this one or contains it; 0 if there is none. */
function deepestIn(paths: ReadonlyMap<string, unknown>, path: string): number {
  for (let end = path.length; end > 0; end--) {
    const isEnd = end === path.length || path[end] === "." || path[end] === "[";
    if (isEnd && paths.has(path.slice(0, end))) return end;
  }
  return 0;
}

/** Collects the paths of all keys, and whether a later file replaces the value. */
function pathsIn(
  value: unknown,
  path: DiagnosticPath,
  found = new Map<string, boolean>(),
): Map<string, boolean> {
  const isMarked = value instanceof YamlMark;
  const content = isMarked ? value.value : value;
  if (!/: $/.test(path.text))
    found.set(path.text, isMarked || content === null || typeof content !== "object");
  if (isMapping(content))
    for (const [key, item] of Object.entries(content)) pathsIn(item, path.at(key), found);
  return found;
}
