import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../../../keys/clusterKeys.ts";
import type { Machine } from "../../../machines/machine.ts";
import { componentTypes, stepNames } from "../../../names.ts";
import { keptIf } from "../../../steps/keptStep.ts";
import { payloadOf } from "../../../steps/payload.ts";
import { remoteStep } from "../../../steps/remoteStep.ts";
import { storedScript } from "../../../steps/script.ts";
import { knownManagers } from "../../../swarm/nodeRequests.ts";
import { machineUser, metadata } from "./bootData.ts";

export interface InstanceWatchArgs {
  /** The machines that AWS can take back. */
  readonly watched: readonly Machine[];
  readonly managers: readonly Machine[];
  readonly keys: Pick<ClusterKeys, "host" | "nodeRequests">;
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/** Watches AWS's notices on spot instances: the managers drain a node before AWS takes its machine back. */
export class InstanceWatch extends pulumi.ComponentResource {
  constructor(name: string, args: InstanceWatchArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.InstanceWatch, name, {}, options);
    const { watched, managers, keys } = args;
    const addresses = managers.map(({ address }) => address);
    const payload = pulumi
      .all([keys.nodeRequests(), knownManagers(managers, keys)])
      .apply(([{ privateKey }, known]) =>
        payloadOf([
          ["key", privateKey],
          ["known-hosts", known.map(({ address, hostKey }) => `${address} ${hostKey}\n`).join("")],
        ]),
      );
    const { id } = storedScript(script("watchNotices.sh"));
    for (const machine of watched)
      remoteStep(
        stepNames.watch.of(machine.name),
        {
          machine,
          run: {
            scope: "ours-or-none",
            script: script("watch.sh"),
            args: [machine.id, id, metadata, machineUser, ...addresses],
          },
          payload,
        },
        {
          parent: this,
          dependsOn: [machine.resource, ...(machine.checks ?? [])],
          ...keptIf(machine.isAway),
        },
      );
    this.registerOutputs();
  }
}
