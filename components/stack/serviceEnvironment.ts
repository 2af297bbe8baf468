import { resolve } from "node:path";
import type { Place } from "../input/place.ts";
import { called, type Surroundings } from "../input/surroundings.ts";
import { textOf } from "../input/textFile.ts";
import type { EnvFileDocument, ServiceDocument } from "./composeDocument.ts";
import { envFile, parseEnvFile, parseRawEnvFile } from "./envFile.ts";
import type { Lookup } from "./interpolation.ts";

/** Where a compose file's paths and variables come from. */
export interface ComposeSource {
  /** Absolute path of the compose file's directory. */
  readonly directory: string;
  readonly lookup: Lookup;
  readonly surroundings: Surroundings;
}

/** A service's whole environment: the manager that deploys sees neither files nor variables of this computer. */
export function serviceEnvironment(
  service: ServiceDocument,
  source: ComposeSource,
  place: Place,
): Record<string, string> {
  const fromFiles = (service.env_file ?? []).map((file, index) =>
    readEnvFile(file, source, place.at("env_file").at(index)),
  );
  const own = Object.entries(service.environment ?? {}).map(
    ([name, value]) => [name, value ?? source.lookup(name)] as const,
  );
  const unset = own.filter(([, value]) => value === undefined).map(([name]) => name);
  if (unset.length > 0)
    place
      .at("environment")
      .note(
        `has no value for ${unset.join(", ")}, and none is set here; left out`,
        "set them in the stack's env where the service needs them, or remove them",
      );
  return Object.assign({}, ...fromFiles, Object.fromEntries(own.filter(([, value]) => value !== undefined)));
}

function readEnvFile(
  { path, required, raw }: EnvFileDocument,
  { directory, lookup, surroundings }: ComposeSource,
  place: Place,
): Record<string, string> {
  const file = resolve(directory, path);
  const kind = surroundings.kindOf(file);
  if (!required && (kind === undefined || kind === "directory")) return {};
  const hint = "mend the path, or write required: false beside it";
  const text = textOf(file, envFile, surroundings, { place, hint }) ?? "";
  return (raw ? parseRawEnvFile : parseEnvFile)(text, lookup, place.file(called(file, surroundings)));
}
