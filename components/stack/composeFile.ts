import { dirname } from "node:path";
import type { Fault } from "../input/fault.ts";
import { Place, unlessAbandoned } from "../input/place.ts";
import { isMapping } from "../input/shape.ts";
import { called, type Surroundings } from "../input/surroundings.ts";
import { textOf } from "../input/textFile.ts";
import type { StackSettings } from "../settings/settings.ts";
import { buildRecipes, secretsOfBuildsAlone } from "./buildRecipes.ts";
import { checkDocument } from "./composeChecks.ts";
import type { ComposeDocument } from "./composeDocument.ts";
import type { ComposeModel } from "./composeModel.ts";
import { type ComposePart, inTheirFiles, mergeParts, readParts } from "./composeParts.ts";
import { readDocument } from "./composeShape.ts";
import { type ComposeSource, Load } from "./composeSource.ts";
import { envFile, parseEnvFile } from "./envFile.ts";
import { explained, onServices } from "./foundInFiles.ts";
import { checkMirrorChoice } from "./imagePlan.ts";
import { bounded, type Lookup } from "./interpolation.ts";
import { bringFiles } from "./mountedFiles.ts";
import { stackObjects } from "./objectContent.ts";
import { withoutInactive } from "./profiles.ts";
import { checkPublishedPorts, publishedPorts } from "./publishedPorts.ts";
import { serviceEnvironment } from "./serviceEnvironment.ts";

/** A stack's compose files, merged and checked as far as that goes without a swarm; no model where they have faults. */
export function readComposeFile(
  stack: StackSettings,
  surroundings: Surroundings,
): { model?: ComposeModel; faults: Fault[] } {
  const name = stack.files.map((file) => called(file, surroundings)).join(" + ");
  const place = Place.top(`${name}: `);
  const setting = Place.top("swarm:", place.faults).at("stacks").at(stack.name);
  const parts = unlessAbandoned(() => readParts(stack, surroundings, place, setting));
  if (!parts) return { faults: place.faults };
  const model = unlessAbandoned(() => modelOfParts(stack, parts, surroundings, place, setting));
  const services = model && Object.keys(model.document.services);
  const files = [place, ...parts.map((part) => part.place)];
  const told = services ? onServices(place.notes, services, files) : place.notes;
  const notes = inTheirFiles(told, place, parts);
  if (!model || place.faults.length > 0)
    return { faults: explained(inTheirFiles(place.faults, place, parts), notes) };
  return { model: { ...model, file: name, notes }, faults: [] };
}

function modelOfParts(
  stack: StackSettings,
  parts: readonly ComposePart[],
  surroundings: Surroundings,
  place: Place,
  setting: Place,
): Omit<ComposeModel, "file"> {
  // Paths in all of them start at the first one, as docker compose has it.
  const directory = dirname(stack.files[0] ?? "");
  const lookup = variables(stack, directory, surroundings, place);
  const source = { directory, lookup, surroundings, load: new Load(), envFiles: new Map() };
  const merged = mergeParts(parts, source.lookup);
  const data = withoutInactive(merged, stack, place, setting.at("profiles"));
  const document = bringFiles(readDocument(data, stack.name, place), stack.name, source, place);
  checkDocument(document, stack.name, place);
  checkMirrorChoice(stack.mirror, isMapping(merged.services) ? merged.services : {}, setting.at("mirror"));
  return modelOf(document, stack.name, source, place);
}

/** The stack's own come first, then the environment, then `.env` beside the file, as docker compose has it. */
function variables(
  stack: StackSettings,
  directory: string,
  surroundings: Surroundings,
  place: Place,
): Lookup {
  const environment = lookupIn(surroundings.environment);
  const file = `${directory}/.env`;
  const here = place.file(called(file, surroundings));
  const kind = surroundings.kindOf(file);
  const isThere = kind !== undefined && kind !== "directory";
  const text = isThere && textOf(file, envFile, surroundings, { place, hint: "remove it" });
  const beside = parseEnvFile(text || "", environment, here);
  const own = lookupIn(stack.env);
  const fallback = lookupIn(beside);
  const given = lookupIn({ COMPOSE_PROJECT_NAME: stack.name });
  return bounded((name) => own(name) ?? environment(name) ?? fallback(name) ?? given(name), place);
}

function lookupIn(variables: Readonly<Record<string, string | undefined>>): Lookup {
  return (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
}

function modelOf(
  document: ComposeDocument,
  name: string,
  source: ComposeSource,
  place: Place,
): Omit<ComposeModel, "file"> {
  const services = Object.entries(document.services).map(([key, { env_file: _files, ...service }]) => {
    const environment = serviceEnvironment(
      document.services[key] ?? {},
      source,
      place.at("services").at(key),
    );
    return [key, { ...service, ...(Object.keys(environment).length > 0 ? { environment } : {}) }] as const;
  });
  const ports = publishedPorts(document);
  checkPublishedPorts(ports, document, place);
  const objects = stackObjects(document, name, source, place);
  const ofBuilds = secretsOfBuildsAlone(document);
  const secrets = Object.entries(document.secrets).filter(([key]) => !ofBuilds.has(key));
  return {
    name,
    document: { ...document, services: Object.fromEntries(services), secrets: Object.fromEntries(secrets) },
    builds: buildRecipes(document, objects, source, place),
    ports,
    objects: objects.filter(({ kind, key }) => kind !== "secret" || !ofBuilds.has(key)),
    notes: place.notes,
  };
}
