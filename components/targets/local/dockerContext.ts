import { homedir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../../input/diagnostic.ts";
import { settingsFile, textAt } from "../../input/userFile.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The context that docker takes; undefined for its default. */
export function contextOf(environment: Environment): string | undefined {
  const name = environment.DOCKER_CONTEXT || currentContext(environment);
  return name === "default" || name === "" ? undefined : name;
}

function currentContext(environment: Environment): string | undefined {
  const folder = environment.DOCKER_CONFIG || join(environment.HOME ?? homedir(), ".docker");
  try {
    return contextIn(textAt(join(folder, "config.json"), settingsFile) ?? "{}");
  } catch {
    // docker itself says what is wrong with its file.
    return undefined;
  }
}

/** @throws where it is no JSON */
export function contextIn(configuration: string): string | undefined {
  const { currentContext } = JSON.parse(configuration);
  return typeof currentContext === "string" ? currentContext : undefined;
}

/** The plugins would talk to another engine than docker. The npm scripts name the engine in `DOCKER_HOST`. */
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
