import type { ClusterIdentity } from "../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { Settings } from "../settings/settings.ts";
import type { TargetResources } from "./targetResources.ts";

/** The only switch on `swarm:target`; it loads only that target's packages. */
export async function targetFor(
  settings: Settings,
  keys: ClusterKeys,
  cluster: ClusterIdentity,
): Promise<TargetResources> {
  switch (settings.target) {
    case "local":
      return (await import("./local/resources.ts")).LocalResources.create(settings, keys, cluster);
    case "aws":
      return (await import("./aws/resources.ts")).AwsResources.create(settings, keys, cluster);
    case "hosts":
      return (await import("./hosts/resources.ts")).HostsResources.create(settings, keys, cluster);
  }
}
