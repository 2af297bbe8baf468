import { homedir } from "node:os";
import { join } from "node:path";
import { pinnedVersion } from "./project.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where Pulumi keeps its plugins, and its own tools keep versions of the CLI. */
export function pulumiHome(environment: Environment = process.env): string {
  return environment.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** The folder of the pinned CLI and its language host. */
export function cliFolder(environment: Environment = process.env): string {
  return join(pulumiHome(environment), "versions", pinnedVersion("@pulumi/pulumi"), "bin");
}

/** The folder of a resource plugin, named as Pulumi does. */
export function pluginFolder(name: string, version: string, environment: Environment = process.env): string {
  return join(pulumiHome(environment), "plugins", `resource-${name}-v${version}`);
}
