import type { BalancedPort } from "../entrypoint/balancerConfiguration.ts";
import { EntryPoint } from "../entrypoint/entryPoint.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import { ContainerMachines } from "../machines/containerMachines.ts";
import { ContainerNetwork } from "../machines/containerNetwork.ts";
import type { Machine } from "../machines/machine.ts";
import { machineSpecs } from "../machines/machineSpecs.ts";
import { Registry } from "../registry/registry.ts";
import type { Settings } from "../settings/settings.ts";
import type { Target } from "./target.ts";

/** Containers on this computer. */
export class LocalTarget implements Target {
  readonly machines: readonly Machine[];
  readonly registry: Registry;
  private readonly stack: string;
  private readonly network: ContainerNetwork;

  constructor(settings: Settings, keys: ClusterKeys) {
    const { stack, local } = settings;
    this.stack = stack;
    this.network = new ContainerNetwork("network", { stack, subnet: local.subnet });
    this.machines = new ContainerMachines("machines", {
      stack,
      specs: machineSpecs(settings),
      keys,
      network: this.network,
      subnet: local.subnet,
      firstPort: local.firstPort,
    }).machines;
    this.registry = new Registry("registry", {
      stack,
      network: this.network,
      port: local.firstPort + 9,
      password: keys.password("registry"),
    });
  }

  entryPoint(ports: readonly BalancedPort[]): EntryPoint {
    return new EntryPoint("entrypoint", { stack: this.stack, network: this.network, ports });
  }
}
