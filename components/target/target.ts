import type { EntryPoint, NodePort } from "../entrypoint/entryPoint.ts";
import type { ClusterIdentity } from "../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { Observed } from "../live/repairs.ts";
import type { Machine } from "../machines/machine.ts";
import type { Registry } from "../registry/registry.ts";
import type { Settings } from "../settings/settings.ts";

/** Where a cluster runs: everything above it is the same on every target. */
export interface Target {
  readonly machines: readonly Machine[];
  readonly registry: Registry;
  /** What there is of the cluster already; undefined where there is none yet, or the target cannot ask it. */
  readonly observed?: Observed | undefined;
  /** One address in front of all nodes. */
  entryPoint(ports: readonly NodePort[]): EntryPoint;
}

/** The only switch on `swarm:target`; it loads the packages of that target alone. */
export async function targetFor(
  settings: Settings,
  keys: ClusterKeys,
  cluster: ClusterIdentity,
): Promise<Target> {
  switch (settings.target) {
    case "local":
      return (await import("./localTarget.ts")).LocalTarget.in(settings, keys, cluster);
    case "aws":
      return (await import("./awsTarget.ts")).AwsTarget.in(settings, keys, cluster);
    case "hosts":
      return (await import("./hostsTarget.ts")).HostsTarget.in(settings, keys, cluster);
  }
}
