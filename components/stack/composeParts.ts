import type { Place } from "../input/place.ts";
import { isMapping } from "../input/shape.ts";
import { called, type Surroundings } from "../input/surroundings.ts";
import { textOf } from "../input/textFile.ts";
import type { Limit } from "../input/userFile.ts";
import type { StackSettings } from "../settings/settings.ts";
import { mergeFiles, settle } from "./composeMerge.ts";
import { parseComposeYaml } from "./composeYaml.ts";
import { interpolate, type Lookup } from "./interpolation.ts";
import { YamlMark } from "./yamlMark.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** One of a stack's compose files. */
export interface ComposePart {
  readonly place: Place;
  readonly data: Mapping;
}

/** Far beyond any real compose file; what is larger would only take long. */
const composeFile: Limit = {
  of: "a compose file",
  bytes: 1024 * 1024,
  hint: "name the right file, or bring large contents in as files under configs",
};

/** The files of a stack as they are written; undefined where one of them cannot be read. */
export function readParts(
  stack: StackSettings,
  surroundings: Surroundings,
  place: Place,
  setting: Place,
): ComposePart[] | undefined {
  const parts = stack.files.map((file, index) => {
    const here = place.file(called(file, surroundings));
    const entry = stack.files.length === 1 ? setting.at("file") : setting.at("files").at(index);
    const hint = "mend the path; it starts at the project's directory";
    const text = textOf(file, composeFile, surroundings, { place: entry, hint });
    const data = text === undefined ? undefined : parsed(text, here, surroundings);
    return data && { place: here, data };
  });
  const read = parts.filter((part) => part !== undefined);
  return read.length === parts.length ? read : undefined;
}

const known = new WeakMap<Surroundings, Map<string, Mapping>>();

/** Once for the real settings and for the masked ones. */
function parsed(text: string, place: Place, surroundings: Surroundings): Mapping | undefined {
  const here = known.get(surroundings) ?? new Map<string, Mapping>();
  known.set(surroundings, here);
  const data = here.get(text) ?? parseComposeYaml(text, place);
  if (data) here.set(text, data);
  return data;
}

/** The files with their variables filled in, as one. */
export function mergeParts(parts: readonly ComposePart[], lookup: Lookup): Mapping {
  return parts.reduce<Mapping>((merged, { place, data }, index) => {
    const filled = interpolate(withoutExtensions(data), lookup, place) as Mapping;
    return index === 0 ? (settle(filled) as Mapping) : mergeFiles(merged, filled, place);
  }, {});
}

/** Top-level keys that begin with x- hold anchors; what they say shows where it is used. */
function withoutExtensions(data: Mapping): Mapping {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith("x-")));
}

/** What was found in the merged file, by the names of those files that say something there. */
export function inTheirFiles<F extends { readonly path: string }>(
  found: readonly F[],
  merged: Place,
  parts: readonly ComposePart[],
): F[] {
  if (parts.length === 1 || found.length === 0) return [...found];
  const written = parts.map(({ place, data }) => ({ place, paths: pathsIn(data, merged) }));
  return found.map((one) => {
    const holders = written.map(({ place, paths }) => ({
      place,
      paths,
      deepest: deepestIn(paths, one.path),
    }));
    const deepest = Math.max(...holders.map((holder) => holder.deepest));
    const there = holders.filter((holder) => holder.deepest === deepest);
    if (deepest === 0 || !one.path.startsWith(merged.path)) return one;
    // Of two plain values the later one counts.
    const last = there.at(-1);
    const names = last?.paths.get(one.path.slice(0, deepest)) ? [last] : there;
    const name = names.map(({ place }) => place.path.replace(/: $/, "")).join(" + ");
    return { ...one, path: `${name}: ${one.path.slice(merged.path.length)}` };
  });
}

/** Length of the longest path that is this one or above it; 0 where there is none. */
function deepestIn(paths: ReadonlyMap<string, unknown>, path: string): number {
  for (let end = path.length; end > 0; end--) {
    const isEnd = end === path.length || path[end] === "." || path[end] === "[";
    if (isEnd && paths.has(path.slice(0, end))) return end;
  }
  return 0;
}

/** The places of all keys, and whether a later file replaces what stands there. */
function pathsIn(value: unknown, place: Place, found = new Map<string, boolean>()): Map<string, boolean> {
  const isMarked = value instanceof YamlMark;
  const content = isMarked ? value.value : value;
  if (!/: $/.test(place.path))
    found.set(place.path, isMarked || content === null || typeof content !== "object");
  if (isMapping(content))
    for (const [key, item] of Object.entries(content)) pathsIn(item, place.at(key), found);
  return found;
}
