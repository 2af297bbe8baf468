import { setTimeout as sleep } from "node:timers/promises";
import { getNetworkInterfaces } from "@pulumi/aws/ec2/getNetworkInterfaces.js";
import * as pulumi from "@pulumi/pulumi";
import { labelNames } from "../../../names.ts";
import { addressWaits } from "../../../steps/times.ts";
import { RunningInstances } from "./runningInstances.ts";

export interface ManagerAddress {
  readonly node: string;
  /** The private address that the manager keeps. */
  readonly address: string;
  readonly subnet: pulumi.Input<string>;
  /** The cluster's id. */
  readonly cluster: pulumi.Input<string>;
  /** False in the run that creates the cluster. */
  readonly clusterExists: pulumi.Input<boolean>;
}

/**
 * A manager's address, once a new machine can have it: AWS keeps the interface of a terminated instance for a
 * while, and would refuse the new one (`InvalidIPAddress.InUse`).
 *
 * @throws if something else has the address, or AWS has not freed it by the deadline
 */
export function addressWhenFree(
  { node, address, subnet, cluster, clusterExists }: ManagerAddress,
  parent: pulumi.Resource,
  { between, deadline } = addressWaits,
): pulumi.Output<string> {
  if (pulumi.runtime.isDryRun()) return pulumi.output(address);
  return pulumi.all([subnet, cluster, clusterExists]).apply(async ([subnetId, id, exists]) => {
    if (!exists || (await new RunningInstances(id, { parent }).exists(labelNames.node, node))) return address;
    const latest = Date.now() + deadline * 1000;
    for (let hasSaid = false; ; hasSaid = true) {
      const [owner] = await interfacesWith(address, subnetId, parent);
      if (owner === undefined) return address;
      if (Date.now() >= latest) throw new pulumi.RunError(takenAddress(node, address, owner));
      if (!hasSaid) pulumi.log.info(`waits until AWS frees ${address}, the address of ${node}`, parent);
      await sleep(between * 1000);
    }
  });
}

async function interfacesWith(address: string, subnet: string, parent: pulumi.Resource): Promise<string[]> {
  const filters = [
    { name: "addresses.private-ip-address", values: [address] },
    { name: "subnet-id", values: [subnet] },
  ];
  const { ids } = await getNetworkInterfaces({ filters }, { parent });
  return ids;
}

function takenAddress(node: string, address: string, owner: string): string {
  return `${node}: the network interface ${owner} still has its address ${address}\n  → see in AWS what this interface belongs to; once it is deleted, run npm run up again`;
}
