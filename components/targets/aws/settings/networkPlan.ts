import { createHash } from "node:crypto";
import { addressAt, prefixOf } from "../../../net/cidr.ts";

/** A subnet to create. */
export interface PlannedSubnet {
  readonly zone: string;
  readonly cidr: string;
}

/** The subnets: one of each kind per zone. */
export interface NetworkPlan {
  /** With a route to the internet gateway: load balancer, NAT gateways, bastion, public workers. */
  readonly publicSubnets: readonly PlannedSubnet[];
  /** For workers without public addresses. */
  readonly privateSubnets: readonly PlannedSubnet[];
  /** For managers only, so that AWS assigns to nothing else an address that a manager may need again. */
  readonly managerSubnets: readonly PlannedSubnet[];
}

export const mostZones = 4;
/** The smallest network is a /24: sixteen subnets of /28, AWS' minimum. */
export const longestPrefix = 24;

/**
 * Sixteen equal parts, four per kind of subnet and four in reserve: a new zone moves no subnet.
 *
 * @param zones by index; undefined where no zone is
 */
export function networkPlan(cidr: string, zones: readonly (string | undefined)[]): NetworkPlan {
  const prefix = prefixOf(cidr);
  if (prefix > longestPrefix) throw new RangeError(`${cidr} is too small: /${longestPrefix} at least`);
  if (zones.length < 1 || zones.length > mostZones)
    throw new RangeError(`${zones.length} zones, but 1 to ${mostZones} have room in ${cidr}`);
  const size = 2 ** (32 - prefix - 4);
  const quarter = (first: number) =>
    zones.flatMap((zone, index) =>
      zone === undefined ? [] : [{ zone, cidr: `${addressAt(cidr, (first + index) * size)}/${prefix + 4}` }],
    );
  return {
    publicSubnets: quarter(0),
    privateSubnets: quarter(mostZones),
    managerSubnets: quarter(2 * mostZones),
  };
}

/** Orders subnets so that neighbours are in different zones, if possible. */
export function alternating<T extends { readonly zone: string }>(subnets: readonly T[]): T[] {
  const zones = [...new Set(subnets.map(({ zone }) => zone))].sort();
  const turn = (subnet: T) => subnets.filter(({ zone }) => zone === subnet.zone).indexOf(subnet);
  return [...subnets].sort(
    (one, other) => turn(one) - turn(other) || zones.indexOf(one.zone) - zones.indexOf(other.zone),
  );
}

/** AWS reserves the first four addresses of every subnet, and the last. */
const firstHost = 4;

/**
 * A manager's subnet, with zones in turn, and its address there, which it keeps for life.
 *
 * Every subnet has room for seven managers, and no two managers have the same index: a manager that stays in
 * its zone never conflicts with another, even if more zones are added.
 */
export function managerSubnet<T extends PlannedSubnet>(subnets: readonly T[], index: number) {
  const zones = new Set(subnets.map(({ zone }) => zone)).size;
  const subnet = alternating(subnets)[index % zones] as T;
  return { subnet, address: addressAt(subnet.cidr, firstHost + index) };
}

/** A worker's subnet. Each pool starts at a different one; a new worker or pool moves no existing worker. */
export function workerSubnet<T extends PlannedSubnet>(subnets: readonly T[], pool: string, index: number): T {
  const start = createHash("sha256").update(pool).digest().readUInt32BE();
  return alternating(subnets)[(start + index) % subnets.length] as T;
}
