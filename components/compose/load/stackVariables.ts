import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { textOf } from "../../input/textFile.ts";
import { displayPath } from "../../input/workspace.ts";
import type { StackSettings } from "../stackSettings.ts";
import { envFile, parseEnvFile } from "./envFile.ts";
import { bounded, type Lookup } from "./interpolation.ts";
import type { ProjectFiles } from "./project.ts";

/** In order of precedence, as in docker compose: the stack's own, the environment, `.env` beside the file. */
export function stackVariables(
  stack: StackSettings,
  { root, workspace }: ProjectFiles,
  path: DiagnosticPath,
): Lookup {
  const environment = lookupIn(workspace.environment);
  const file = `${root}/.env`;
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
