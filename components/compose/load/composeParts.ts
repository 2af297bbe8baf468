import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { textOf } from "../../input/textFile.ts";
import type { Limit } from "../../input/userFile.ts";
import { displayPath, type Workspace } from "../../input/workspace.ts";
import type { StackSettings } from "../stackSettings.ts";
import { parseComposeYaml, positionOf } from "./composeYaml.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** One of a stack's compose files. */
export interface ComposePart {
  readonly path: DiagnosticPath;
  /** Absolute path. */
  readonly file: string;
  readonly data: Mapping;
  /** A service that others extend: its name in the file, and in what is deployed. */
  readonly renamed?: { readonly to: string; readonly from: string };
}

/** Far above any real compose file; a larger one would only take long. */
export const composeFile: Limit = {
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
    return data && { path: here, file, data };
  });
  const read = parts.filter((part) => part !== undefined);
  return read.length === parts.length ? read : undefined;
}

const known = new WeakMap<Workspace, Map<string, Mapping>>();

/** Runs once for the real settings and once for the masked ones. */
export function parsed(text: string, path: DiagnosticPath, workspace: Workspace): Mapping | undefined {
  const here = known.get(workspace) ?? new Map<string, Mapping>();
  known.set(workspace, here);
  const data = here.get(text) ?? parseComposeYaml(text, path);
  if (data) here.set(text, data);
  return data;
}

/** The path of a value, with its line: `compose.yaml:7:5: services.web.extends`. */
export function positioned(part: ComposePart, keys: readonly (string | number)[]): DiagnosticPath {
  const found = positionOf(part.data, keys);
  const name = part.path.text.replace(/: $/, "");
  const top = found ? part.path.file(`${name}:${found.line}:${found.col}`) : part.path;
  return keys.reduce((path: DiagnosticPath, key) => path.at(key), top);
}
