import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { spawnSync } from "../process/child.mjs";
import type { ContainerOwner } from "./containerOwner.ts";
import { engineStep } from "./engineStep.ts";

/**
 * A named volume of this computer's engine; removed with all that is on it.
 *
 * Its output is the time when it was made: another one tells that what was on it is gone.
 *
 * @param missing true makes it again: it is known to be gone
 */
export function engineVolume(
  name: string,
  owner: ContainerOwner,
  options: pulumi.CustomResourceOptions,
  missing = false,
): local.Command {
  return engineStep(`${name}-volume`, { script: "volume.sh", kind: "volume", name, owner, missing }, options);
}

/** True where the engine has no such volume. */
export function isMissing(name: string): boolean {
  return spawnSync("docker", ["volume", "inspect", name], { stdio: "ignore", timeout: 5000 }).status !== 0;
}
