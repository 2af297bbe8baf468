import type { NodePort } from "../entrypoint/entryPoint.ts";
import { HostsEntryPoint } from "../entrypoint/hostsEntryPoint.ts";
import type { ClusterIdentity } from "../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import { foreignFault } from "../live/foreignSwarm.ts";
import { knownValue } from "../live/knownValue.ts";
import { firstOf, lookAround } from "../live/lookAround.ts";
import { quorumFault } from "../live/quorum.ts";
import type { Observed } from "../live/repairs.ts";
import type { Machine } from "../machines/machine.ts";
import { SshMachines } from "../machines/sshMachines.ts";
import { ExternalRegistry } from "../registry/externalRegistry.ts";
import { connectionTo } from "../remote/connection.ts";
import type { HostsSettings } from "../settings/hostsSettings.ts";
import type { Settings } from "../settings/settings.ts";
import { refusal } from "./refusal.ts";
import type { Target } from "./target.ts";

/** Machines, a registry and DNS that the user has already. */
export class HostsTarget implements Target {
  readonly machines: readonly Machine[];
  readonly registry: ExternalRegistry;
  readonly observed: Observed | undefined;
  private readonly hosts: HostsSettings;

  constructor({ hosts, nodes }: Settings, { id, adopt = "" }: ClusterIdentity, observed?: Observed) {
    // config.ts has seen to it.
    if (!hosts) throw new Error("swarm:hosts is missing");
    this.hosts = hosts;
    this.observed = observed;
    this.machines = new SshMachines("machines", { hosts, nodes, cluster: { id, adopt } }).machines;
    this.registry = new ExternalRegistry("registry", hosts.registry);
  }

  /** @throws where too much is lost to go on; nothing is registered by then */
  static async in(settings: Settings, keys: ClusterKeys, cluster: ClusterIdentity): Promise<HostsTarget> {
    const { machines = [], privateKey = "" } = settings.hosts ?? {};
    const managers = machines.filter(({ role }) => role === "manager");
    const { seed, recover, adopt = "" } = settings;
    const [isBorn, id] = await Promise.all([knownValue(keys.isBorn), knownValue(cluster.id)]);
    const doorsOf = async (names: readonly string[]) =>
      machines
        .filter(({ name }) => names.includes(name))
        .map((host) => ({ name: host.name, connection: connectionTo(host, privateKey) }));
    // They are there before the cluster is, and may be in somebody else's.
    const live = await lookAround({
      doors: (await doorsOf(managers.map(({ name }) => name))).sort(firstOf(seed)),
      nodes: machines,
      doorsOf,
    });
    // A machine without its disk answers that it is in no swarm.
    const seats = managers.map(({ name, address }) => ({ name, address, isLost: () => false }));
    const question = { live, cluster: id ?? "" };
    const unusable = refusal(
      foreignFault({ ...question, adopt, seed }),
      isBorn ? quorumFault({ ...question, seats, seed, recover }) : undefined,
    );
    if (unusable) throw unusable;
    return new HostsTarget(settings, cluster, isBorn ? { live, isReplaced: () => false } : undefined);
  }

  entryPoint(ports: readonly NodePort[]): HostsEntryPoint {
    return new HostsEntryPoint(
      ports,
      this.hosts.machines.map(({ host }) => host),
      this.hosts.domain,
    );
  }
}
