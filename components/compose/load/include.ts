import { dirname, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { list, object, refine, type Schema, show, text, union } from "../../input/schema.ts";
import { textOf } from "../../input/textFile.ts";
import { displayPath } from "../../input/workspace.ts";
import { mergeFiles } from "../merge/mergeFiles.ts";
import { type ComposePart, positioned } from "./composeParts.ts";
import { envFile, parseEnvFile } from "./envFile.ts";
import type { Project, ProjectFiles } from "./project.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** One entry of `include`. */
interface Include {
  readonly path: readonly string[];
  readonly project_directory?: string;
  readonly env_file: readonly string[];
}

const paths: Schema<readonly string[]> = union<readonly string[]>("a path or a list of paths", "db.yaml", {
  text: refine(text, (path) => [path]),
  list: list(text),
});

const entry: Schema<Include> = union<Include>("a path or a mapping", "db.yaml", {
  text: refine(text, (path) => ({ path: [path], env_file: [] })),
  mapping: refine(
    object({ path: paths, project_directory: text, env_file: paths }, { path: "db.yaml" }),
    ({ path, project_directory, env_file = [] }) =>
      path && { path, env_file, ...(project_directory === undefined ? {} : { project_directory }) },
  ),
});

/** How and from where files are included. */
export interface Including {
  readonly project: Project;
  readonly files: ProjectFiles;
  /** The files that are being included, from the stack's own to this one. */
  readonly open: readonly string[];
  readonly load: (
    parts: readonly ComposePart[],
    project: Project,
    files: ProjectFiles,
    open: readonly string[],
  ) => Mapping;
}

/** What other files take from an included one; its name, version and extensions are its own. */
const notImported = ["include", "name", "version"];

/**
 * Adds what `include` names; where both have something of one name, the including file overrides it.
 *
 * https://docs.docker.com/reference/compose-file/include/
 */
export function withIncluded(data: Mapping, part: ComposePart, including: Including): Mapping {
  if (!("include" in data)) return data;
  const { include, ...own } = data;
  if (include === null) return own;
  if (!Array.isArray(include)) {
    positioned(part, ["include"]).error(
      `must be a list, but is ${show(include)}`,
      "write for example - db.yaml",
    );
    return own;
  }
  return include.reduce<Mapping>((merged, item, index) => {
    const here = positioned(part, ["include", index]);
    const read = entry(item, here);
    const found = read && included(read, here, including);
    return found
      ? imported(merged, found, part.path, (copied) => including.files.count(copied, here))
      : merged;
  }, own);
}

/** Two files may include the same one. */
function imported(
  own: Mapping,
  found: Mapping,
  path: DiagnosticPath,
  count: (copied: unknown) => void,
): Mapping {
  const missing = Object.entries(found).map(([section, entries]) => {
    const present = own[section];
    if (!isMapping(entries) || !isMapping(present)) return [section, entries] as const;
    const isNew = ([name, entry]: [string, unknown]) => {
      if (!Object.hasOwn(present, name)) return true;
      if (isDeepStrictEqual(entry, present[name])) return false;
      count(present[name]);
      return true;
    };
    return [section, Object.fromEntries(Object.entries(entries).filter(isNew))] as const;
  });
  return mergeFiles(Object.fromEntries(missing), own, path);
}

function included(
  { path, project_directory, env_file }: Include,
  here: DiagnosticPath,
  { project, files, open, load }: Including,
): Mapping | undefined {
  const named = path.map((one) => localPath(one, project.directory, here));
  const [main] = named;
  if (main === undefined || named.includes(undefined))
    return path.length === 0 ? here.error("names no file", "write for example path: db.yaml") : undefined;
  const shown = (file: string) => displayPath(file, files.workspace);
  if (open.includes(main))
    return here.error(
      `leads back to ${shown(main)}: ${[...open, main].map(shown).join(" → ")}`,
      "remove the include from one of them",
    );
  const directory =
    project_directory === undefined ? dirname(main) : resolve(project.directory, project_directory);
  const parts = named.map((file) => (file === undefined ? undefined : files.read(file, here)));
  if (parts.includes(undefined)) return undefined;
  const variables = variablesOf(env_file, directory, here, project, files);
  const lookup = (name: string) => project.lookup(name) ?? variables.get(name);
  const read = parts.filter((part) => part !== undefined);
  const data = load(read, { directory, lookup }, files, [...open, main]);
  files.count(data, here);
  return Object.fromEntries(
    Object.entries(data).filter(([key]) => !notImported.includes(key) && !key.startsWith("x-")),
  );
}

function localPath(path: string, directory: string, here: DiagnosticPath): string | undefined {
  if (!/^([a-z][a-z0-9+.-]*:\/\/|oci:|git@|github\.com\/)/.test(path)) return resolve(directory, path);
  return here.error(`names ${path}, which is not on this computer`, "clone it, and name the file");
}

/** The including project's variables count more. */
function variablesOf(
  named: readonly string[],
  directory: string,
  here: DiagnosticPath,
  { directory: start, lookup }: Project,
  { workspace, variables }: ProjectFiles,
): ReadonlyMap<string, string> {
  const beside = resolve(directory, ".env");
  const usual = workspace.kindOf(beside) === "file" && directory !== start ? [beside] : [];
  const found = new Map<string, string>();
  const files = named.length > 0 ? named.filter((file) => file !== "/dev/null") : usual;
  for (const name of files) {
    const file = resolve(start, name);
    const content = textOf(file, envFile, workspace, { path: here, hint: "fix the path" });
    const read = parseEnvFile(content ?? "", lookup, here.file(displayPath(file, workspace)));
    for (const [key, value] of Object.entries(read)) found.set(key, value);
  }
  for (const [key, value] of found) if (!variables.has(key)) variables.set(key, value);
  return found;
}
