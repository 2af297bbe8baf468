import * as pulumi from "@pulumi/pulumi";
import type { NodePort } from "../entrypoint/entryPoint.ts";
import { HostsEntryPoint } from "../entrypoint/hostsEntryPoint.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { LiveSwarm } from "../live/liveSwarm.ts";
import { lookAround } from "../live/lookAround.ts";
import { refuseLoss } from "../live/refuseLoss.ts";
import type { Machine } from "../machines/machine.ts";
import { connectionTo, SshMachines } from "../machines/sshMachines.ts";
import { ExternalRegistry } from "../registry/externalRegistry.ts";
import type { HostsSettings } from "../settings/hostsSettings.ts";
import type { Settings } from "../settings/settings.ts";
import type { Target } from "./target.ts";

/** Machines, a registry and DNS that the user has already. */
export class HostsTarget implements Target {
  readonly machines: readonly Machine[];
  readonly registry: ExternalRegistry;
  readonly live: LiveSwarm | undefined;
  private readonly hosts: HostsSettings;

  constructor({ project, stack, hosts, nodes }: Settings, live?: LiveSwarm) {
    // config.ts has seen to it.
    if (!hosts) throw new Error("swarm:hosts is missing");
    this.hosts = hosts;
    this.live = live;
    this.machines = new SshMachines("machines", { hosts, nodes, cluster: `${project}/${stack}` }).machines;
    this.registry = new ExternalRegistry("registry", hosts.registry);
  }

  /** @throws where too much is lost to go on; nothing is registered by then */
  static async in(settings: Settings, keys: ClusterKeys): Promise<HostsTarget> {
    const { machines = [], privateKey = "" } = settings.hosts ?? {};
    const managers = machines.filter(({ role }) => role === "manager");
    const doors = managers.map((host) => ({ name: host.name, connection: connectionTo(host, privateKey) }));
    const live = await lookAround({ doors: pulumi.output(doors), isBorn: keys.isBorn, first: settings.seed });
    // A machine without its disk answers that it is in no swarm.
    const seats = managers.map(({ name, address }) => ({ name, address, isLost: () => false }));
    if (live) refuseLoss(live, seats, settings);
    return new HostsTarget(settings, live);
  }

  entryPoint(ports: readonly NodePort[]): HostsEntryPoint {
    return new HostsEntryPoint(
      ports,
      this.hosts.machines.map(({ host }) => host),
      this.hosts.domain,
    );
  }
}
