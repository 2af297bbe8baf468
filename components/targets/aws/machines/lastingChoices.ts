import * as pulumi from "@pulumi/pulumi";
import type { MachineSpec } from "../../../machines/machine.ts";
import type { NodeSubnets } from "../network/nodeSubnets.ts";
import type { ExistingNetwork, NewNetwork } from "../network.ts";
import { keepFirst } from "../resources/keepFirst.ts";
import { workerSubnet } from "../settings/networkPlan.ts";
import type { AwsSettings } from "../settings/settings.ts";
import { type BootParts, bootParts } from "./bootData.ts";
import type { KeptLocations } from "./machinePlan.ts";
import { lostLocation, managerLocation } from "./managerLocations.ts";
import { packedPoolScript } from "./pools/poolData.ts";

/** What an `up` decides about machines, and later ones keep. */
export interface LastingChoices extends KeptLocations {
  readonly boot: BootParts;
  /** The service on machines of pools that scale, compressed; empty without such a pool. */
  readonly poolScript: string;
}

export async function keepChoices(
  specs: readonly MachineSpec[],
  { network, machines }: AwsSettings,
  where: NewNetwork | ExistingNetwork,
  subnets: NodeSubnets,
  scales: boolean,
  options?: pulumi.CustomResourceOptions,
): Promise<LastingChoices> {
  const networkName = encodeURIComponent("zones" in where ? network.cidr : where.vpc);
  const managers = specs.filter(({ role }) => role === "manager");
  const locations = await Promise.all(
    managers.map(async ({ name, index }) => {
      const location = await keepFirst(
        `${name}-location@${networkName}`,
        managerLocation(subnets.managerSubnets, index),
        options,
      );
      const lost = lostLocation(name, location, subnets.all, "vpc" in where);
      if (lost !== undefined) throw new pulumi.RunError(lost);
      return [name, location] as const;
    }),
  );
  const workers = await Promise.all(
    specs.map(async ({ name, index, pool }) => {
      if (pool === undefined) return [];
      const { cidr } = workerSubnet(subnets.workerSubnets, pool, index);
      return [[name, await keepFirst(`${name}-location@${networkName}`, cidr, options)] as const];
    }),
  );
  return {
    locations: new Map(locations),
    workerSubnets: new Map(workers.flat()),
    boot: await keepBoot(machines, options),
    poolScript: scales
      ? await keepFirst(`pool-script-${bootName(machines)}`, packedPoolScript(), options)
      : "",
  };
}

/** All machines boot alike until the settings ask for new ones: an edit of ours must not replace them. */
async function keepBoot(
  machines: AwsSettings["machines"],
  options?: pulumi.CustomResourceOptions,
): Promise<BootParts> {
  // As text: the state does not keep the order of an object's keys, which would change the user data.
  const parts = JSON.stringify(bootParts(machines.sessionManager));
  return JSON.parse(await keepFirst(bootName(machines), parts, options));
}

function bootName({ engine, upgrade, image }: AwsSettings["machines"]): string {
  return ["boot", ...[engine, image, ...(upgrade ? [upgrade] : [])].map(encodeURIComponent)].join("@");
}
