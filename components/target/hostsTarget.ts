import type { NodePort } from "../entrypoint/entryPoint.ts";
import { HostsEntryPoint } from "../entrypoint/hostsEntryPoint.ts";
import type { Machine } from "../machines/machine.ts";
import { SshMachines } from "../machines/sshMachines.ts";
import { ExternalRegistry } from "../registry/externalRegistry.ts";
import type { HostsSettings } from "../settings/hostsSettings.ts";
import type { Settings } from "../settings/settings.ts";
import type { Target } from "./target.ts";

/** Machines, a registry and DNS that the user has already. */
export class HostsTarget implements Target {
  readonly machines: readonly Machine[];
  readonly registry: ExternalRegistry;
  private readonly hosts: HostsSettings;

  constructor({ project, stack, hosts, nodes }: Settings) {
    // config.ts has seen to it.
    if (!hosts) throw new Error("swarm:hosts is missing");
    this.hosts = hosts;
    this.machines = new SshMachines("machines", { hosts, nodes, cluster: `${project}/${stack}` }).machines;
    this.registry = new ExternalRegistry("registry", hosts.registry);
  }

  entryPoint(ports: readonly NodePort[]): HostsEntryPoint {
    return new HostsEntryPoint(
      ports,
      this.hosts.machines.map(({ host }) => host),
      this.hosts.domain,
    );
  }
}
