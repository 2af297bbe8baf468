import * as pulumi from "@pulumi/pulumi";
import { balancedPorts } from "../entrypoint/balancedPorts.ts";
import { ContainerEntryPoint } from "../entrypoint/containerEntryPoint.ts";
import type { NodePort } from "../entrypoint/entryPoint.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import { ContainerMachines } from "../machines/containerMachines.ts";
import { ContainerNetwork } from "../machines/containerNetwork.ts";
import type { Machine } from "../machines/machine.ts";
import { machineSpecs } from "../machines/machineSpecs.ts";
import { startContainers, stoppedContainers, type Whereabouts } from "../machines/stoppedContainers.ts";
import { ContainerRegistry } from "../registry/containerRegistry.ts";
import type { Settings } from "../settings/settings.ts";
import type { Target } from "./target.ts";

/** Containers on this computer. */
export class LocalTarget implements Target {
  readonly machines: readonly Machine[];
  readonly registry: ContainerRegistry;
  private readonly settings: Settings;
  private readonly network: ContainerNetwork;

  constructor(settings: Settings, keys: ClusterKeys) {
    const { stack, local } = settings;
    this.settings = settings;
    this.network = new ContainerNetwork("network", { stack, subnet: local.subnet });
    this.machines = new ContainerMachines("machines", {
      stack,
      specs: machineSpecs(settings),
      keys,
      network: this.network,
      subnet: local.subnet,
      firstPort: local.firstPort,
      started: startedAgain(stack),
    }).machines;
    this.registry = new ContainerRegistry("registry", {
      stack,
      network: this.network,
      port: local.firstPort + 9,
      password: keys.password("registry"),
    });
  }

  entryPoint(ports: readonly NodePort[]): ContainerEntryPoint {
    const { stack, local } = this.settings;
    return new ContainerEntryPoint("entrypoint", {
      stack,
      network: this.network,
      ports: balancedPorts(ports, local.port),
    });
  }
}

/** Containers that stand still run before anything is done on them; a preview only tells. */
function startedAgain(stack: string): Record<string, Whereabouts> {
  const stopped = stoppedContainers(stack);
  if (stopped.length === 0) return {};
  const isPreview = pulumi.runtime.isDryRun();
  pulumi.log.warn(`stopped: ${stopped.join(", ")}\n  → ${isPreview ? "up starts them" : "started again"}`);
  return isPreview ? {} : startContainers(stack, stopped);
}
