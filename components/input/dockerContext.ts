import { homedir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "./diagnostic.ts";
import { settingsFile, textAt } from "./userFile.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The docker context in use; undefined for the default one. */
export function contextOf(environment: Environment): string | undefined {
  const name = environment.DOCKER_CONTEXT || currentContext(environment);
  return name === "default" || name === "" ? undefined : name;
}

function currentContext(environment: Environment): string | undefined {
  const folder = environment.DOCKER_CONFIG || join(environment.HOME ?? homedir(), ".docker");
  try {
    return contextIn(textAt(join(folder, "config.json"), settingsFile) ?? "{}");
  } catch {
    // docker itself reports errors in its file.
    return undefined;
  }
}

/** @throws if the text is not JSON */
export function contextIn(configuration: string): string | undefined {
  const { currentContext } = JSON.parse(configuration);
  return typeof currentContext === "string" ? currentContext : undefined;
}

/**
 * With a context the plugins would use another engine than docker. The npm scripts set `DOCKER_HOST` instead.
 */
export function checkDockerContext(environment: Environment = process.env): Diagnostic[] {
  const context = environment.DOCKER_HOST ? undefined : contextOf(environment);
  if (context === undefined) return [];
  return [
    {
      path: "docker",
      problem: `uses the context ${context}, which Pulumi's plugins do not know`,
      hint: `use npm run up, or: export DOCKER_HOST=$(docker context inspect ${context} --format '{{.Endpoints.docker.Host}}')`,
    },
  ];
}
