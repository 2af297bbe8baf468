import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { spawnSync } from "../../process/child.mjs";
import type { ContainerOwner } from "./containerOwner.ts";
import { engineStep } from "./engineStep.ts";

/**
 * A named volume of this computer's engine; removed with all that is on it.
 *
 * Its output is the time when it was made: another one tells that what was on it is gone.
 *
 * @param inUse true where a running container has it; else one that is gone is made again
 */
export function engineVolume(
  name: string,
  owner: ContainerOwner,
  options: pulumi.CustomResourceOptions,
  inUse = false,
): local.Command {
  const missing = !inUse && isMissing(name);
  return engineStep(`${name}-volume`, { script: "volume.sh", kind: "volume", name, owner, missing }, options);
}

function isMissing(name: string): boolean {
  return spawnSync("docker", ["volume", "inspect", name], { stdio: "ignore", timeout: 5000 }).status !== 0;
}
