import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../machines/machine.ts";
import { payloadOf } from "../remote/payload.ts";
import { remoteStep } from "../remote/remoteStep.ts";
import type { Settings } from "../settings/settings.ts";
import type { ComposeModel } from "../stack/composeModel.ts";
import { needRecords, needsOf } from "./needs.ts";

export interface PreflightArgs {
  readonly machines: readonly Machine[];
  readonly models: readonly ComposeModel[];
  readonly settings: Pick<Settings, "encrypt">;
}

const script = new URL("./scripts/preflight.sh", import.meta.url);

/** Looks every machine over for what the stacks want of it, before it joins the swarm or gets an image. */
export class Preflight extends pulumi.ComponentResource {
  /** The same machines; what changes something on one of them waits for its check. */
  readonly machines: readonly Machine[];

  constructor(name: string, args: PreflightArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:Preflight", name, {}, options);
    this.machines = args.machines.map((machine) => ({
      ...machine,
      checks: [...(machine.checks ?? []), this.check(machine, args)],
    }));
    this.registerOutputs();
  }

  private check(machine: Machine, { models, settings }: PreflightArgs): pulumi.Resource {
    return remoteStep(
      `${machine.name}-preflight`,
      {
        machine,
        run: { scope: "ours-or-none", script, words: ["node", machine.id, machine.name] },
        payload: payloadOf(needRecords(needsOf(machine, models, settings))),
        // What cannot be checked is told also where nothing is missing.
        progress: true,
      },
      { parent: this, dependsOn: machine.resource },
    );
  }
}
