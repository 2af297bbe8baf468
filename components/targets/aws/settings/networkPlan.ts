import { createHash } from "node:crypto";
import { addressAt, prefixOf } from "../../../net/cidr.ts";

/** A subnet to make. */
export interface PlannedSubnet {
  readonly zone: string;
  readonly cidr: string;
}

/** One subnet of each kind in each zone. */
export interface NetworkPlan {
  /** With a route to the internet: load balancer, NAT gateways, bastion, and workers with public addresses. */
  readonly publicSubnets: readonly PlannedSubnet[];
  /** Workers without public addresses. */
  readonly privateSubnets: readonly PlannedSubnet[];
  /** Managers and nothing else: AWS gives nobody an address here that a manager may need again. */
  readonly managerSubnets: readonly PlannedSubnet[];
}

export const mostZones = 4;
/** The smallest network has a /24: sixteen subnets of /28, the smallest that AWS has. */
export const longestPrefix = 24;

/** Sixteen equal parts, four for each kind of subnet and four for later: a new zone moves no other subnet. */
export function networkPlan(cidr: string, zones: readonly string[]): NetworkPlan {
  const prefix = prefixOf(cidr);
  if (prefix > longestPrefix) throw new RangeError(`${cidr} is too small: /${longestPrefix} at least`);
  if (zones.length < 1 || zones.length > mostZones)
    throw new RangeError(`${zones.length} zones, but 1 to ${mostZones} have room in ${cidr}`);
  const size = 2 ** (32 - prefix - 4);
  const quarter = (first: number) =>
    zones.map((zone, index) => ({
      zone,
      cidr: `${addressAt(cidr, (first + index) * size)}/${prefix + 4}`,
    }));
  return {
    publicSubnets: quarter(0),
    privateSubnets: quarter(mostZones),
    managerSubnets: quarter(2 * mostZones),
  };
}

/** Subnets in an order where neighbours are in different zones, as far as there are any. */
export function alternating<T extends { readonly zone: string }>(subnets: readonly T[]): T[] {
  const zones = [...new Set(subnets.map(({ zone }) => zone))].sort();
  const turn = (subnet: T) => subnets.filter(({ zone }) => zone === subnet.zone).indexOf(subnet);
  return [...subnets].sort(
    (one, other) => turn(one) - turn(other) || zones.indexOf(one.zone) - zones.indexOf(other.zone),
  );
}

/** AWS keeps the first four addresses of every subnet, and the last. */
const firstHost = 4;

/**
 * A manager's subnet, one zone after the other, and the address in it that it keeps for life.
 *
 * Seven places fit in every subnet, and no two managers have the same place: who stays in the zone where it
 * was born clashes with no one, however many zones there are later.
 */
export function managerAddress<T extends PlannedSubnet>(subnets: readonly T[], index: number) {
  const zones = new Set(subnets.map(({ zone }) => zone)).size;
  const subnet = alternating(subnets)[index % zones] as T;
  return { subnet, address: addressAt(subnet.cidr, firstHost + index) };
}

/** A worker's subnet. Each pool starts elsewhere; a new worker or pool moves no other one. */
export function workerSubnet<T extends PlannedSubnet>(subnets: readonly T[], pool: string, index: number): T {
  const start = createHash("sha256").update(pool).digest().readUInt32BE();
  return alternating(subnets)[(start + index) % subnets.length] as T;
}
