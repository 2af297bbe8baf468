import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import type { ComposePart } from "./composeParts.ts";
import { YamlMark } from "./yamlTags.ts";

/** Moves findings about the merged file to the files that set the value. */
export function inTheirFiles<F extends { readonly path: string }>(
  found: readonly F[],
  merged: DiagnosticPath,
  parts: readonly ComposePart[],
): F[] {
  if (parts.length === 1 || found.length === 0) return [...found];
  const written = parts.map(({ path, data, renamed }) => ({
    file: path,
    renamed,
    paths: pathsIn(data, merged),
  }));
  return found.map((one) => {
    const holders = written.map(({ file, renamed, paths }) => ({
      file,
      renamed,
      paths,
      deepest: deepestIn(paths, one.path),
    }));
    const deepest = Math.max(...holders.map((holder) => holder.deepest));
    const there = holders.filter((holder) => holder.deepest === deepest);
    if (deepest === 0 || !one.path.startsWith(merged.text)) return one;
    // Of two scalar values the later one counts.
    const last = there.at(-1);
    const names = last?.paths.get(one.path.slice(0, deepest)) ? [last] : there;
    const name = [...new Set(names.map(({ file }) => file.text.replace(/: $/, "")))].join(" + ");
    const { from, to } = (names.length === 1 ? names[0]?.renamed : undefined) ?? {};
    const [before, after] = [from, to].map((key) => key && merged.at("services").at(key).text);
    const path = before && after ? after + one.path.slice(before.length) : one.path;
    return { ...one, path: `${name}: ${path.slice(merged.text.length)}` };
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
