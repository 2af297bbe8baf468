import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import type { ComposeDocument } from "./document.ts";
import type { ComposeModel } from "./model.ts";
import type { ComposeSource } from "./source.ts";
import type { StackSettings } from "./stackSettings.ts";
import { buildRecipes, secretsOfBuildsAlone } from "./translate/buildRecipes.ts";
import { stackObjects } from "./translate/objectContent.ts";
import { serviceEnvironment } from "./translate/serviceEnvironment.ts";
import { volumeGroups } from "./translate/volumeGroups.ts";
import { publishedPorts } from "./validate/publishedPorts.ts";

/** The model of a valid document, with what env files, configs, secrets and build contexts contain. */
export function modelOf(
  document: ComposeDocument,
  { name, pinVolumes }: StackSettings,
  source: ComposeSource,
  path: DiagnosticPath,
): Omit<ComposeModel, "file" | "binds"> {
  const services = Object.entries(document.services).map(([key, { env_file: _files, ...service }]) => {
    const environment = serviceEnvironment(document.services[key] ?? {}, source, path.at("services").at(key));
    return [key, { ...service, ...(Object.keys(environment).length > 0 ? { environment } : {}) }] as const;
  });
  const objects = stackObjects(document, name, source, path);
  const ofBuilds = secretsOfBuildsAlone(document);
  const secrets = Object.entries(document.secrets).filter(([key]) => !ofBuilds.has(key));
  return {
    name,
    document: { ...document, services: Object.fromEntries(services), secrets: Object.fromEntries(secrets) },
    builds: buildRecipes(document, objects, source, path),
    ports: publishedPorts(document),
    objects: objects.filter(({ kind, key }) => kind !== "secret" || !ofBuilds.has(key)),
    pinned: pinVolumes === false ? [] : volumeGroups(name, document),
    warnings: path.warnings,
  };
}
