import type { PlannedSubnet } from "../settings/networkPlan.ts";
import type { ScalingPool } from "../settings/settings.ts";
import type { PlannedMachine } from "./machinePlan.ts";

/** An instance type and a zone that offers it. */
export interface Offering {
  readonly type: string;
  readonly zone: string;
}

/** An instance that needs its type offered in its zone. */
export interface PlacedInstance extends Offering {
  /** `web-0`, or `the pool web` for all machines of a pool that scales. */
  readonly name: string;
  /** The setting that makes it this type. */
  readonly setting: string;
}

export function placedInstances(plans: readonly PlannedMachine<PlannedSubnet>[]): PlacedInstance[] {
  return plans.map(({ spec: { name, pool }, type, subnet: { zone } }) => ({
    name,
    type,
    zone,
    setting: pool === undefined ? "swarm:aws.managers" : `swarm:workers.${pool}`,
  }));
}

/** A pool that scales starts machines in each of its zones. */
export function placedPools(
  pools: readonly ScalingPool[],
  usualType: string,
  subnets: readonly PlannedSubnet[],
): PlacedInstance[] {
  return pools.flatMap(({ name, type = usualType }) =>
    subnets.map(({ zone }) => ({
      ...{ name: `the pool ${name}`, type, zone },
      setting: `swarm:workers.${name}`,
    })),
  );
}

/** What is wrong if a zone does not offer the type of an instance in it; undefined if all do. */
export function missingOffering(
  instances: readonly PlacedInstance[],
  offerings: readonly Offering[],
): string | undefined {
  const zonesOf = (type: string) => offerings.filter((one) => one.type === type).map(({ zone }) => zone);
  const missing = instances.find(({ type, zone }) => !zonesOf(type).includes(zone));
  if (!missing) return undefined;
  const { name, setting, type, zone } = missing;
  const zones = zonesOf(type).sort();
  const hint =
    zones.length === 0
      ? "use a type that this region offers"
      : `use another type, or the zones that offer it (swarm:aws.network.zones): ${zones.join(", ")}`;
  const article = name.startsWith("the pool ") ? "a" : "the";
  return `${setting}: ${zone}, ${article} zone of ${name}, does not offer ${type}\n  → ${hint}`;
}
