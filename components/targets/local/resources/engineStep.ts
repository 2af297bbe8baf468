import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { localStep } from "../../../steps/localStep.ts";
import { withoutComments } from "../../../steps/script.ts";
import { quote } from "../../../steps/shell.ts";
import type { ContainerOwner } from "./containerOwner.ts";

export interface EngineStepArgs {
  /** The `.sh` file; it creates or deletes an object after engineOwner.sh has checked its owner. */
  readonly script: "network.sh" | "volume.sh";
  readonly kind: "network" | "volume";
  /** The object's name in the engine. */
  readonly name: string;
  readonly owner: ContainerOwner;
  /** Additional arguments for creating it. */
  readonly args?: readonly string[];
  /** True: create it again, because it is known to be gone. */
  readonly missing?: boolean;
}

const textOf = (file: string) =>
  withoutComments(readFileSync(new URL(`./scripts/${file}`, import.meta.url), "utf8"));

/**
 * A network or a volume of this computer's engine.
 *
 * Not `docker.Network` and `docker.Volume`: these wait two seconds for each creation, refresh and deletion
 * (docs/adr/0004-networks-and-volumes-by-command.md), and take over any object with the same name.
 */
export function engineStep(
  resource: string,
  { script, kind, name, owner, args = [], missing = false }: EngineStepArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  const command = (verb: string, ...more: readonly string[]) =>
    pulumi
      .output(owner.cluster.id)
      .apply((cluster) => `sh -s ${[verb, cluster, kind, name, ...more].map(quote).join(" ")}`);
  return localStep(
    resource,
    {
      create: command("make", owner.stack, ...args),
      delete: command("remove"),
      stdin: textOf("engineOwner.sh") + textOf(script),
      // The command resource has no refresh: a new timestamp runs it again.
      environment: { MISSED: new Date().toISOString() },
      logging: local.Logging.None,
    },
    { ...options, ignoreChanges: missing ? [] : ["environment"] },
  );
}
