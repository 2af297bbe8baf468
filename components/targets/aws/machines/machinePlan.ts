import type { RaftMember } from "../../../live/quorum.ts";
import type { MachineSpec } from "../../../machines/machine.ts";
import { type Architecture, architectureOf } from "../settings/architecture.ts";
import { type PlannedSubnet, workerSubnet } from "../settings/networkPlan.ts";
import type { AwsPool, AwsSettings } from "../settings/settings.ts";
import type { ManagerLocation } from "./managerLocations.ts";

/** One EC2 instance, without what all have in common. */
export interface PlannedMachine<T extends PlannedSubnet> {
  readonly spec: MachineSpec;
  readonly type: string;
  readonly subnet: T;
  /** GiB. */
  readonly rootDisk: number;
  readonly spot: boolean;
  /** Undefined for a worker. */
  readonly identity?: {
    /** The primary private address that a manager keeps for life. */
    readonly address: string;
    /** GiB of the volume that outlives the instance. */
    readonly dataDisk: number;
  };
}

/** Where machines are since they were created. */
export interface KeptLocations {
  /** By manager. */
  readonly locations: ReadonlyMap<string, ManagerLocation>;
  /** The ranges of the workers' subnets, by worker. */
  readonly workerSubnets: ReadonlyMap<string, string>;
}

/** Subnets for machines. */
export interface MachineSubnets<T extends PlannedSubnet> {
  readonly managerSubnets: readonly T[];
  readonly workerSubnets: readonly T[];
}

/** GiB; a manager's swarm state and images are on its data volume. */
const managerRootDisk = 10;

export function machinePlan<T extends PlannedSubnet>(
  specs: readonly MachineSpec[],
  pools: readonly AwsPool[],
  managers: AwsSettings["managers"],
  subnets: MachineSubnets<T>,
  { locations, workerSubnets }: KeptLocations,
): PlannedMachine<T>[] {
  return specs.map((spec) => {
    if (spec.pool === undefined) {
      const { cidr, address } = locations.get(spec.name) as ManagerLocation;
      const subnet = subnets.managerSubnets.find((one) => one.cidr === cidr) as T;
      return {
        spec,
        type: managers.type,
        subnet,
        rootDisk: managerRootDisk,
        spot: false,
        identity: { address, dataDisk: managers.disk },
      };
    }
    const pool = pools.find(({ name }) => name === spec.pool);
    return {
      spec,
      type: pool?.type ?? managers.type,
      subnet:
        subnets.workerSubnets.find(({ cidr }) => cidr === workerSubnets.get(spec.name)) ??
        workerSubnet(subnets.workerSubnets, spec.pool, spec.index),
      rootDisk: pool?.disk ?? managers.disk,
      spot: pool?.spot ?? false,
    };
  });
}

/** A machine in the order in which machines change. */
export interface MachineTurn<T extends PlannedSubnet> {
  readonly plan: PlannedMachine<T>;
  /** True: it changes only once all earlier members are back. */
  readonly waits: boolean;
  /** True for a manager that later ones wait for. */
  readonly isMember: boolean;
}

/**
 * Managers change one at a time: those that are missing first, the leader last, so that an upgrade goes on only
 * once they are back. A new or missing manager waits for nobody. Without the members of raft, in the order of
 * their numbers.
 */
export function changeOrder<T extends PlannedSubnet>(
  plans: readonly PlannedMachine<T>[],
  members?: readonly RaftMember[],
): MachineTurn<T>[] {
  const first = (members ?? []).flatMap(({ name }) => plans.filter(({ spec }) => spec.name === name));
  const ordered = [...first, ...plans.filter((plan) => !first.includes(plan))];
  return ordered.map((plan) => {
    const isManager = plan.identity !== undefined;
    const member = members?.find(({ name }) => name === plan.spec.name);
    return {
      plan,
      waits: isManager && (members ? member?.isReachable === true : true),
      isMember: isManager && (members ? member !== undefined : true),
    };
  });
}

/** All machines have the same architecture: images are built for one. */
export function commonArchitecture({ managers }: Pick<AwsSettings, "managers">): Architecture {
  const architecture = architectureOf(managers.type);
  if (!architecture) throw new RangeError(`${managers.type} is no EC2 instance type that runs Linux`);
  return architecture;
}

export const bastionTypes: Readonly<Record<Architecture, string>> = { amd64: "t3.nano", arm64: "t4g.nano" };
