import { dirname } from "node:path";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../input/diagnosticPath.ts";
import { isMapping } from "../input/schema.ts";
import { textOf } from "../input/textFile.ts";
import type { Warning } from "../input/warning.ts";
import { displayPath, type Workspace } from "../input/workspace.ts";
import { translateBinds } from "./binds/bindMounts.ts";
import { checkBindSettings } from "./binds/bindSettings.ts";
import type { ComposeDocument } from "./document.ts";
import { type ComposePart, readParts } from "./load/composeParts.ts";
import { envFile, parseEnvFile } from "./load/envFile.ts";
import { bounded, type Lookup } from "./load/interpolation.ts";
import { loadFiles } from "./load/loadFiles.ts";
import { inTheirFiles } from "./load/partFindings.ts";
import { withoutInactive } from "./load/profiles.ts";
import { ProjectFiles } from "./load/project.ts";
import type { ComposeModel } from "./model.ts";
import { readDocument } from "./schema/documentSchema.ts";
import { type ComposeSource, Load } from "./source.ts";
import type { StackSettings } from "./stackSettings.ts";
import { buildRecipes, secretsOfBuildsAlone } from "./translate/buildRecipes.ts";
import { stackObjects } from "./translate/objectContent.ts";
import { serviceEnvironment } from "./translate/serviceEnvironment.ts";
import { volumeGroups } from "./translate/volumeGroups.ts";
import { checkDocument } from "./validate/documentChecks.ts";
import { explained, onServices } from "./validate/locatedDiagnostics.ts";
import { checkMirrorChoice } from "./validate/mirrorChoice.ts";
import { checkPublishedPorts, publishedPorts } from "./validate/publishedPorts.ts";
import { checkVolumeDevices } from "./validate/volumeDevices.ts";

/** Reads, merges and validates a stack's compose files without a swarm; no model if there are errors. */
export function readComposeFile(
  stack: StackSettings,
  workspace: Workspace,
): { model?: ComposeModel; diagnostics: Diagnostic[]; warnings: Warning[] } {
  const name = stack.files.map((file) => displayPath(file, workspace)).join(" + ");
  const path = DiagnosticPath.top(`${name}: `);
  const setting = DiagnosticPath.top("swarm:", path.diagnostics).at("stacks").at(stack.name);
  const parts = unlessAbandoned(() => readParts(stack, workspace, path, setting));
  if (!parts) return { diagnostics: path.diagnostics, warnings: [] };
  // Relative paths in all files start at the directory of the first one, as in docker compose.
  const files = new ProjectFiles(workspace, dirname(stack.files[0] ?? ""));
  const model = unlessAbandoned(() => modelOfParts(stack, parts, files, path, setting));
  const services = model && Object.keys(model.document.services);
  // What others extend is a service of its own in its file, deployed or not.
  const own = files.parts.filter(({ renamed }) => renamed === undefined).map((part) => part.path);
  const located = services ? onServices(path.warnings, services, [path, ...own]) : path.warnings;
  const read = [...new Set([...files.parts, ...parts])];
  const warnings = inTheirFiles(located, path, read);
  if (!model || path.diagnostics.length > 0)
    return { diagnostics: explained(inTheirFiles(path.diagnostics, path, read), warnings), warnings };
  return { model: { ...model, file: name, warnings }, diagnostics: [], warnings };
}

function modelOfParts(
  stack: StackSettings,
  parts: readonly ComposePart[],
  files: ProjectFiles,
  path: DiagnosticPath,
  setting: DiagnosticPath,
): Omit<ComposeModel, "file"> {
  const { workspace, root: directory } = files;
  const own = variables(stack, directory, workspace, path);
  const merged = loadFiles(parts, { directory, lookup: own }, files);
  const lookup = (name: string) => own(name) ?? files.variables.get(name);
  const source = { directory, lookup, workspace, load: new Load(), envFiles: new Map() };
  const data = withoutInactive(merged, stack, path, setting.at("profiles"));
  const services = isMapping(merged.services) ? merged.services : {};
  checkBindSettings(stack.binds, services, setting.at("binds"));
  const written = readDocument(data, stack.name, path);
  const { document, binds } = translateBinds(written, stack, source, path, setting.at("binds"));
  checkDocument(document, stack.name, path);
  checkMirrorChoice(stack.mirror, services, setting.at("mirror"));
  const pinned = stack.pinVolumes === false ? [] : volumeGroups(stack.name, document);
  return { ...modelOf(document, stack.name, source, path), binds, pinned };
}

/** In order of precedence, as in docker compose: the stack's own, the environment, `.env` beside the file. */
function variables(
  stack: StackSettings,
  directory: string,
  workspace: Workspace,
  path: DiagnosticPath,
): Lookup {
  const environment = lookupIn(workspace.environment);
  const file = `${directory}/.env`;
  const here = path.file(displayPath(file, workspace));
  const kind = workspace.kindOf(file);
  const isThere = kind !== undefined && kind !== "directory";
  const text = isThere && textOf(file, envFile, workspace, { path, hint: "remove it" });
  const beside = parseEnvFile(text || "", environment, here);
  const own = lookupIn(stack.env);
  const fallback = lookupIn(beside);
  const given = lookupIn({ COMPOSE_PROJECT_NAME: stack.name });
  return bounded((name) => own(name) ?? environment(name) ?? fallback(name) ?? given(name), path);
}

function lookupIn(variables: Readonly<Record<string, string | undefined>>): Lookup {
  return (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
}

function modelOf(
  document: ComposeDocument,
  name: string,
  source: ComposeSource,
  path: DiagnosticPath,
): Omit<ComposeModel, "file" | "binds" | "pinned"> {
  const services = Object.entries(document.services).map(([key, { env_file: _files, ...service }]) => {
    const environment = serviceEnvironment(document.services[key] ?? {}, source, path.at("services").at(key));
    return [key, { ...service, ...(Object.keys(environment).length > 0 ? { environment } : {}) }] as const;
  });
  const ports = publishedPorts(document);
  checkPublishedPorts(ports, document, path);
  checkVolumeDevices(document.volumes, source, path);
  const objects = stackObjects(document, name, source, path);
  const ofBuilds = secretsOfBuildsAlone(document);
  const secrets = Object.entries(document.secrets).filter(([key]) => !ofBuilds.has(key));
  return {
    name,
    document: { ...document, services: Object.fromEntries(services), secrets: Object.fromEntries(secrets) },
    builds: buildRecipes(document, objects, source, path),
    ports,
    objects: objects.filter(({ kind, key }) => kind !== "secret" || !ofBuilds.has(key)),
    warnings: path.warnings,
  };
}
