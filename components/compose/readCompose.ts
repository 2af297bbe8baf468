import { dirname } from "node:path";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../input/diagnosticPath.ts";
import type { Warning } from "../input/warning.ts";
import { displayPath, type Workspace } from "../input/workspace.ts";
import { translateBinds } from "./binds/bindMounts.ts";
import { type ComposePart, readParts } from "./load/composeParts.ts";
import { loadFiles } from "./load/loadFiles.ts";
import { inTheirFiles } from "./load/partFindings.ts";
import { withoutInactive } from "./load/profiles.ts";
import { ProjectFiles } from "./load/project.ts";
import { stackVariables } from "./load/stackVariables.ts";
import type { ComposeModel } from "./model.ts";
import { modelOf } from "./modelOf.ts";
import { readDocument } from "./schema/documentSchema.ts";
import { sourceOf } from "./source.ts";
import type { StackSettings } from "./stackSettings.ts";
import { translateDocument } from "./translate/translateDocument.ts";
import { explained, onServices } from "./validate/locatedDiagnostics.ts";
import { checkSettings, validateDocument } from "./validate/validateDocument.ts";

/** Compiles a stack's compose files without a swarm; no model if there are errors. */
export function readComposeFile(
  stack: StackSettings,
  workspace: Workspace,
): { model?: ComposeModel; diagnostics: Diagnostic[]; warnings: Warning[] } {
  const file = stack.files.map((file) => displayPath(file, workspace)).join(" + ");
  const path = DiagnosticPath.top(`${file}: `);
  const setting = DiagnosticPath.top("swarm:", path.diagnostics).at("stacks").at(stack.name);
  const parts = unlessAbandoned(() => readParts(stack, workspace, path, setting));
  if (!parts) return { diagnostics: path.diagnostics, warnings: [] };
  // Relative paths in all files start at the directory of the first one, as in docker compose.
  const files = new ProjectFiles(workspace, dirname(stack.files[0] ?? ""));
  const model = unlessAbandoned(() => compile(stack, parts, files, path, setting));
  const read = [...new Set([...files.parts, ...parts])];
  const warnings = inTheirFiles(located(path, files, model), path, read);
  if (!model || path.diagnostics.length > 0)
    return { diagnostics: explained(inTheirFiles(path.diagnostics, path, read), warnings), warnings };
  return { model: { ...model, file, warnings }, diagnostics: [], warnings };
}

/** Load, interpolate, merge, apply profiles, check by the schema, translate, validate, and model. */
function compile(
  stack: StackSettings,
  parts: readonly ComposePart[],
  files: ProjectFiles,
  path: DiagnosticPath,
  setting: DiagnosticPath,
): Omit<ComposeModel, "file"> {
  const lookup = stackVariables(stack, files, path);
  const merged = loadFiles(parts, { directory: files.root, lookup }, files);
  const active = withoutInactive(merged, stack, path, setting.at("profiles"));
  checkSettings(stack, merged, setting);
  const written = readDocument(active, stack.name, path);
  const source = sourceOf(files, lookup);
  const translated = translateDocument(written, active, path);
  const { document, binds } = translateBinds(translated, stack, source, path, setting.at("binds"));
  validateDocument(document, stack.name, source, path);
  return { ...modelOf(document, stack, source, path), binds };
}

/** The warnings; what others extend is a service of its own in its file, deployed or not. */
function located(
  path: DiagnosticPath,
  files: ProjectFiles,
  model: Omit<ComposeModel, "file"> | undefined,
): readonly Warning[] {
  if (!model) return path.warnings;
  const own = files.parts.filter(({ renamed }) => renamed === undefined).map((part) => part.path);
  return onServices(path.warnings, Object.keys(model.document.services), [path, ...own]);
}
