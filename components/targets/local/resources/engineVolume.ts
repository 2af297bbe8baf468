import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { stepNames } from "../../../names.ts";
import { spawnSync } from "../../../process/child.mjs";
import { deadlines } from "../../../steps/times.ts";
import type { ContainerOwner } from "./containerOwner.ts";
import { engineStep } from "./engineStep.ts";

/**
 * A named volume of this computer's engine; deleted with its contents.
 *
 * The output is its creation time: a new value means that its contents were lost.
 *
 * @param inUse true if a running container uses it; otherwise a missing volume is created again
 */
export function engineVolume(
  name: string,
  owner: ContainerOwner,
  options: pulumi.CustomResourceOptions,
  inUse = false,
): local.Command {
  const missing = !inUse && isMissing(name);
  return engineStep(stepNames.volume.of(name), { kind: "volume", name, owner, missing }, options);
}

function isMissing(name: string): boolean {
  return (
    spawnSync("docker", ["volume", "inspect", name], { stdio: "ignore", timeout: deadlines.question * 1000 })
      .status !== 0
  );
}
