import type { ExistingNetwork, NewNetwork } from "../network.ts";
import { alternating, networkPlan, type PlannedSubnet } from "../settings/networkPlan.ts";
import type { AwsNetworkSettings } from "../settings/settings.ts";

/** The subnets of nodes before any resource exists. */
export interface NodeSubnets {
  /** For new managers. */
  readonly managerSubnets: readonly PlannedSubnet[];
  readonly workerSubnets: readonly PlannedSubnet[];
  /** For the bastion, among others. */
  readonly publicSubnets: readonly PlannedSubnet[];
  /** Where a manager can already be. */
  readonly all: readonly PlannedSubnet[];
}

export function nodeSubnets(
  where: NewNetwork | ExistingNetwork,
  { cidr, private: isPrivate }: Pick<AwsNetworkSettings, "cidr" | "private">,
): NodeSubnets {
  if ("zones" in where) {
    const { publicSubnets, privateSubnets, managerSubnets } = networkPlan(cidr, where.zones);
    const workerSubnets = isPrivate ? privateSubnets : publicSubnets;
    return { managerSubnets, workerSubnets, publicSubnets, all: managerSubnets };
  }
  const { publicSubnets, privateSubnets } = where;
  const own = alternating(isPrivate ? privateSubnets : publicSubnets);
  const all = [...privateSubnets, ...publicSubnets];
  return { managerSubnets: own, workerSubnets: own, publicSubnets: alternating(publicSubnets), all };
}
