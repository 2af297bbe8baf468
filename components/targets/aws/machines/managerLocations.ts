import { managerSubnet, type PlannedSubnet } from "../settings/networkPlan.ts";

/** Where a manager is for life: its disk cannot leave the zone, and the swarm knows it by its address. */
export interface ManagerLocation {
  readonly zone: string;
  /** Range of its subnet, which identifies the subnet in its VPC. */
  readonly cidr: string;
  /** Its private address. */
  readonly address: string;
}

export function managerLocation(subnets: readonly PlannedSubnet[], index: number): ManagerLocation {
  const { subnet, address } = managerSubnet(subnets, index);
  return { zone: subnet.zone, cidr: subnet.cidr, address };
}

/** What is wrong if the settings no longer contain the subnet of a manager; undefined if they do. */
export function lostLocation(
  node: string,
  { zone, cidr }: ManagerLocation,
  subnets: readonly PlannedSubnet[],
  existing: boolean,
): string | undefined {
  if (subnets.some((subnet) => subnet.cidr === cidr)) return undefined;
  return existing
    ? `swarm:aws.network.existing: ${node} is in the subnet ${cidr} (${zone}), where its disk stays\n  → name this subnet again, or remove the manager first (swarm:managers)`
    : `swarm:aws.network.zones: ${node} is in ${zone}, where its disk stays\n  → keep this zone, or remove the manager first (swarm:managers)`;
}
