import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../input/diagnostic.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Allows stand-ins by name on other machines than this computer: `SWARM_STAND_INS=command`. */
const variable = "SWARM_STAND_INS";
/** The plugin that runs all remote steps. */
const plugin = "command";

export function isStandInAllowed(name: string, environment: Environment = process.env): boolean {
  const names = (environment[variable] ?? "").split(",").map((part) => part.trim());
  return names.includes(name);
}

/** The hint for a refused stand-in. */
export function standInHint(name: string): string {
  return `run the command again when get.pulumi.com answers: npm run up and npm run preview download Pulumi's plugin then. To use the stand-in anyway, name it: ${variable}=${name} npm run up`;
}

/**
 * Refuses to change remote machines with the stand-in of plugin command. Set-up refuses it too, but plain
 * `pulumi up` runs no set-up.
 *
 * @param root the folder of package.json, which pins the plugin's version
 * @param remoteTargets the targets that refuse it, as a message names them
 */
export function checkStandIns(
  root: string,
  remoteTargets: string,
  environment: Environment = process.env,
): Diagnostic[] {
  if (isStandInAllowed(plugin, environment) || !isStandIn(pluginFolder(root, environment))) return [];
  return [
    {
      path: `plugin ${plugin}`,
      problem: `is this project's stand-in, which ${remoteTargets} do not use unless you allow it by name`,
      hint: standInHint(plugin),
    },
  ];
}

/** Whether set-up built the plugin in this folder from this project's source. */
export function isStandIn(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, "obtained.json"), "utf8")).origin === "built here";
  } catch {
    return false;
  }
}

function pluginFolder(root: string, environment: Environment): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const home = environment.PULUMI_HOME || join(homedir(), ".pulumi");
  return join(home, "plugins", `resource-${plugin}-v${dependencies[`@pulumi/${plugin}`]}`);
}
