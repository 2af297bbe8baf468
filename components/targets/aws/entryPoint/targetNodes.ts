import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import type { MachineSpec } from "../../../machines/machine.ts";
import type { AwsClusterSettings } from "../settings/settings.ts";

type TargetSettings = Pick<AwsClusterSettings, "managers" | "pools"> & {
  readonly own: Pick<AwsClusterSettings["own"], "managers" | "entryPoint">;
};

/** Whether the load balancer sends requests to a node. */
export function isTarget(
  { pool }: Pick<MachineSpec, "pool">,
  { own, pools }: Pick<TargetSettings, "pools" | "own">,
): boolean {
  if (pool === undefined) return own.managers.entryPoint;
  return pools.find(({ name }) => name === pool)?.entryPoint ?? true;
}

/**
 * Reports more targets than AWS allows; without it, the load balancer would refuse the last ones of them.
 *
 * With cross-zone load balancing the quota is for the whole load balancer, and each node is a target once for each
 * of its ports:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 *
 * @param listeners number of listeners
 */
export function checkTargets(listeners: number, settings: TargetSettings, path: DiagnosticPath): void {
  if (listeners === 0) return;
  const { own, pools } = settings;
  const managers = own.managers.entryPoint ? settings.managers : 0;
  const workers = pools
    .filter(({ name }) => isTarget({ pool: name }, settings))
    .reduce((sum, { count, max = 0 }) => sum + Math.max(count, max), 0);
  if (managers + workers === 0)
    path
      .at("aws")
      .at("managers")
      .at("entryPoint")
      .error(
        "is false, as it is for every pool, so the load balancer would send requests to no node",
        "set it to true for the managers or for a pool",
      );
  // New workers are targets before the old ones leave.
  const most = (managers + 2 * workers) * listeners;
  const { maxTargets } = own.entryPoint;
  if (most > maxTargets)
    path
      .at("aws")
      .at("entryPoint")
      .error(
        `${managers} managers and ${workers} workers, twice as many while they are replaced, would be ${most} targets at ${listeners} ports, but a network load balancer has ${maxTargets}`,
        "set entryPoint: false for pools that need no requests, publish one port of a proxy in front of the services, or get a higher quota and set swarm:aws.entryPoint.maxTargets",
      );
}
