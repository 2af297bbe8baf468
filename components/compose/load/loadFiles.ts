import { mergeFiles, resolveMarks } from "../merge/mergeFiles.ts";
import type { ComposePart } from "./composeParts.ts";
import { withExtended } from "./extends.ts";
import { withIncluded } from "./include.ts";
import { interpolate } from "./interpolation.ts";
import type { Project, ProjectFiles } from "./project.ts";
import { movePaths } from "./relativePaths.ts";

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Fills in the variables of a project's files, adds what they include and extend, and merges them into one.
 *
 * @param open the files that are being included
 */
export function loadFiles(
  parts: readonly ComposePart[],
  project: Project,
  files: ProjectFiles,
  open: readonly string[] = parts.map(({ file }) => file),
): Mapping {
  return parts.reduce<Mapping>((merged, part, index) => {
    const filled = interpolate(withoutExtensions(part.data), project.lookup, part.path) as Mapping;
    const moved = movePaths(filled, project.directory, files.root);
    const whole = withIncluded(moved, part, { project, files, open, load: loadFiles });
    const data = withExtended(whole, part, project, files);
    files.parts.push(part);
    return index === 0 ? (resolveMarks(data) as Mapping) : mergeFiles(merged, data, part.path);
  }, {});
}

/**
 * Removes top-level `x-` keys: they hold anchors, and their diagnostics appear where the anchors are used.
 */
function withoutExtensions(data: Mapping): Mapping {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith("x-")));
}
