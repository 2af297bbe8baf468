import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { changingScript, localScript } from "../../../steps/localScript.ts";
import { localStep } from "../../../steps/localStep.ts";
import type { ContainerOwner } from "./containerOwner.ts";

export interface EngineStepArgs {
  /** Names the script, too, which engineOwner.sh runs after it has checked the object's owner. */
  readonly kind: "network" | "volume";
  /** The object's name in the engine. */
  readonly name: string;
  readonly owner: ContainerOwner;
  /** Additional arguments for creating it. */
  readonly args?: readonly string[];
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);
const owned = script("engineOwner.sh");
const scripts = { network: script("network.sh"), volume: script("volume.sh") };

/**
 * A network or a volume of this computer's engine; a volume is deleted with its contents. Its creation time is
 * the output: a new value means that what it had was lost.
 *
 * Not `docker.Network` and `docker.Volume`: these wait two seconds for each creation, refresh and deletion
 * (docs/adr/0004-networks-and-volumes-by-command.md), and take over any object with the same name.
 */
export function engineStep(
  resource: string,
  { kind, name, owner, args = [] }: EngineStepArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  const cluster = pulumi.output(owner.cluster.id);
  const isMissing = owner.objects?.lacks(kind, name) ?? false;
  return localStep(
    resource,
    {
      create: cluster.apply((id) =>
        changingScript(["make", id, kind, name, owner.stack, ...args], owned, scripts[kind]),
      ),
      delete: cluster.apply((id) => localScript(owned, ["remove", id, kind, name])),
      // The command resource has no refresh: a new timestamp runs it again.
      environment: { MISSED: new Date().toISOString() },
      logging: local.Logging.None,
    },
    { ...options, ignoreChanges: isMissing ? [] : ["environment"] },
  );
}
