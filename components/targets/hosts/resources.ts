import { resolveIfKnown } from "../../combine.ts";
import type { NodePort } from "../../entrypoint/entryPoint.ts";
import type { ExternalRegistry } from "../../images/externalRegistry.ts";
import type { ClusterIdentity } from "../../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../../keys/clusterKeys.ts";
import type { Observed } from "../../live/driftCorrection.ts";
import { foreignSwarmError } from "../../live/foreignSwarm.ts";
import { quorumError } from "../../live/quorum.ts";
import { firstOf, readLiveState } from "../../live/readLiveState.ts";
import { refusal } from "../../live/refusal.ts";
import type { Machine } from "../../machines/machine.ts";
import type { Settings } from "../../settings/settings.ts";
import { connectionTo } from "../../steps/connection.ts";
import type { TargetResources } from "../targetResources.ts";
import { HostsEntryPoint } from "./entryPoint.ts";
import { SshMachines } from "./machines.ts";
import { hostsRegistry } from "./registry.ts";
import type { HostsSettings } from "./settings/settings.ts";

/** The user's machines, registry and DNS. */
export class HostsResources implements TargetResources {
  readonly machines: readonly Machine[];
  readonly registry: ExternalRegistry;
  readonly observed: Observed | undefined;
  private readonly hosts: HostsSettings;

  constructor(
    { own, nodes }: Settings<HostsSettings>,
    { id, adopt = "" }: ClusterIdentity,
    observed?: Observed,
  ) {
    this.hosts = own;
    this.observed = observed;
    this.machines = new SshMachines("machines", { hosts: own, nodes, cluster: { id, adopt } }).machines;
    this.registry = hostsRegistry(own);
  }

  /** @throws if the cluster cannot be recovered automatically; nothing is registered by then */
  static async create(
    settings: Settings<HostsSettings>,
    keys: ClusterKeys,
    cluster: ClusterIdentity,
  ): Promise<HostsResources> {
    const { machines, privateKey } = settings.own;
    const managers = machines.filter(({ role }) => role === "manager");
    const { seed, recover, adopt = "" } = settings;
    const [exists, id] = await Promise.all([resolveIfKnown(keys.clusterExists), resolveIfKnown(cluster.id)]);
    const endpointsOf = async (names: readonly string[]) =>
      machines
        .filter(({ name }) => names.includes(name))
        .map((host) => ({ name: host.name, connection: connectionTo(host, privateKey) }));
    // The machines exist before the cluster does, and may belong to another one.
    const live = await readLiveState({
      endpoints: (await endpointsOf(managers.map(({ name }) => name))).sort(firstOf(seed)),
      nodes: machines,
      endpointsOf: endpointsOf,
    });
    // A machine that lost its disk answers that it is in no swarm.
    const identities = managers.map(({ name, address }) => ({ name, address, isLost: () => false }));
    const question = { live, cluster: id ?? "" };
    const unusable = refusal(
      foreignSwarmError({ ...question, adopt, seed }),
      exists ? quorumError({ ...question, managers: identities, seed, recover }) : undefined,
    );
    if (unusable) throw unusable;
    return new HostsResources(settings, cluster, exists ? { live, isReplaced: () => false } : undefined);
  }

  entryPoint(ports: readonly NodePort[]): HostsEntryPoint {
    return new HostsEntryPoint(
      ports,
      this.hosts.machines.map(({ host }) => host),
      this.hosts.domain,
    );
  }
}
