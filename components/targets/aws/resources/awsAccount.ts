import { getSubnet } from "@pulumi/aws/ec2/getSubnet.js";
import { getVpc } from "@pulumi/aws/ec2/getVpc.js";
import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones.js";
import { getPartition } from "@pulumi/aws/getPartition.js";
import type { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { overlap, rangeBeside } from "../../../net/cidr.ts";
import type { Account } from "../machines/policyDocuments.ts";
import { type RegionZones, zoneOrder, zonesByIndex } from "../network/zoneOrder.ts";
import type { ExistingNetwork, NewNetwork } from "../network.ts";
import { mostZones } from "../settings/networkPlan.ts";
import type { AwsNetworkSettings, AwsSettings } from "../settings/settings.ts";
import { keepFirst } from "./keepFirst.ts";

/** Facts from AWS that decide how many resources there are, as plain values. */
export interface AwsAccount {
  readonly account: Account;
  readonly where: NewNetwork | ExistingNetwork;
}

type Existing = NonNullable<AwsNetworkSettings["existing"]>;

export async function lookUpAccount(
  { region, network }: Pick<AwsSettings, "region" | "network">,
  addressPool: string,
  account: string,
  provider: Provider,
): Promise<AwsAccount> {
  const options: pulumi.InvokeOptions = { provider };
  const [{ partition }, where] = await Promise.all([
    getPartition({}, options),
    network.existing
      ? findNetwork(network.existing, addressPool, options)
      : chooseZones(network, region, options),
  ]);
  return { account: { partition, region, account }, where };
}

/**
 * The zones in the settings, or the region's first ones by name; local zones and similar do not count.
 *
 * The state keeps their order: a zone that is impaired for a while, or that the region adds, moves nothing.
 */
async function chooseZones(
  { cidr, zones }: AwsNetworkSettings,
  region: string,
  options: pulumi.InvokeOptions,
): Promise<NewNetwork> {
  const found = await regionZones(options);
  const unknown = typeof zones === "number" ? [] : zones.filter((zone) => !found.all.includes(zone));
  if (unknown.length > 0)
    throw new pulumi.RunError(
      `swarm:aws.network.zones: ${region} has no zone ${unknown.join(", ")}\n  → choose among ${found.all.join(", ")}`,
    );
  const order = await keepFirst(`zones@${encodeURIComponent(cidr)}`, zoneOrder(zones, found));
  const placed = zonesByIndex(zones, order, found);
  if (placed.length > mostZones)
    throw new pulumi.RunError(
      `swarm:aws.network.zones: the network has no room for ${placed.slice(mostZones).filter(Boolean).join(", ")}: the first up chose ${mostZones} zones\n  → choose among ${order.slice(0, mostZones).join(", ")}`,
    );
  return { zones: placed };
}

async function regionZones(options: pulumi.InvokeOptions): Promise<RegionZones> {
  const filters = [{ name: "zone-type", values: ["availability-zone"] }];
  const [all, available] = await Promise.all([
    getAvailabilityZones({ filters }, options),
    getAvailabilityZones({ state: "available", filters }, options),
  ]);
  return { all: [...all.names].sort(), available: [...available.names].sort() };
}

async function findNetwork(
  { vpc, publicSubnets, privateSubnets }: Existing,
  addressPool: string,
  options: pulumi.InvokeOptions,
): Promise<ExistingNetwork> {
  const { cidrBlock: range } = await getVpc({ id: vpc }, options);
  if (overlap(addressPool, range))
    throw new pulumi.RunError(
      `swarm:addressPool: "${addressPool}" overlaps ${range}, the range of ${vpc}\n  → use another range, for example ${rangeBeside(range)}`,
    );
  const find = (ids: readonly string[]) =>
    Promise.all(
      ids.map(async (id) => {
        const { vpcId, availabilityZone, cidrBlock } = await getSubnet({ id }, options);
        if (vpcId !== vpc)
          throw new pulumi.RunError(
            `swarm:aws.network.existing: the subnet ${id} is in ${vpcId}, not in ${vpc}\n  → name subnets of ${vpc}`,
          );
        return { id, zone: availabilityZone, cidr: cidrBlock };
      }),
    );
  const found = { publicSubnets: await find(publicSubnets), privateSubnets: await find(privateSubnets) };
  const entered = found.publicSubnets.map(({ zone }) => zone);
  const lost = found.privateSubnets.filter(({ zone }) => !entered.includes(zone));
  if (lost.length > 0)
    throw new pulumi.RunError(
      `swarm:aws.network.existing: ${lost.map(({ id, zone }) => `${id} is in ${zone}`).join(", ")}, where no public subnet is: the load balancer would not reach nodes there\n  → add a public subnet of that zone, or leave the private one out`,
    );
  return { vpc, ...found };
}
