import { resolve } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { textOf } from "../../input/textFile.ts";
import { displayPath } from "../../input/workspace.ts";
import type { ServiceDocument } from "../document.ts";
import { envFile, parseEnvFile, parseRawEnvFile } from "../load/envFile.ts";
import type { EnvFileDocument } from "../schema/serviceSchemas.ts";
import type { ComposeSource } from "../source.ts";

/** A service's complete environment: the manager has neither the files nor the variables of this computer. */
export function serviceEnvironment(
  service: ServiceDocument,
  source: ComposeSource,
  path: DiagnosticPath,
): Record<string, string> {
  const fromFiles = (service.env_file ?? []).flatMap((file, index) => {
    const here = path.at("env_file").at(index);
    const entries = Object.entries(readEnvFile(file, source, here));
    const length = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    source.load.add(length, entries.length, here);
    return entries;
  });
  const own = Object.entries(service.environment ?? {}).map(
    ([name, value]) => [name, value ?? source.lookup(name)] as const,
  );
  const unset = own.filter(([, value]) => value === undefined).map(([name]) => name);
  if (unset.length > 0)
    path
      .at("environment")
      .warn(
        `has no value for ${unset.join(", ")}, and none is set here; left out`,
        "set them in the stack's env where the service needs them, or remove them",
      );
  const set = own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries([...fromFiles, ...set]);
}

function readEnvFile(
  { path, required, raw }: EnvFileDocument,
  { directory, lookup, workspace, envFiles }: ComposeSource,
  where: DiagnosticPath,
): Readonly<Record<string, string>> {
  const file = resolve(directory, path);
  const kind = workspace.kindOf(file);
  if (!required && (kind === undefined || kind === "directory")) return {};
  const hint = "fix the path, or write required: false beside it";
  const parse = raw ? parseRawEnvFile : parseEnvFile;
  const key = `${raw ? "raw" : "plain"} ${file}`;
  const known = envFiles.get(key);
  if (known) return known;
  const text = textOf(file, envFile, workspace, { path: where, hint });
  // An unreadable file is reported wherever it is named.
  if (text === undefined) return {};
  const variables = parse(text, lookup, where.file(displayPath(file, workspace)));
  envFiles.set(key, variables);
  return variables;
}
