import * as pulumi from "@pulumi/pulumi";
import { balancedPorts } from "../entrypoint/balancedPorts.ts";
import { ContainerEntryPoint } from "../entrypoint/containerEntryPoint.ts";
import type { NodePort } from "../entrypoint/entryPoint.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import { knownValue } from "../live/knownValue.ts";
import type { LiveSwarm } from "../live/liveSwarm.ts";
import { lookAround } from "../live/lookAround.ts";
import { raftMembers } from "../live/raftMembers.ts";
import { refuseLoss } from "../live/refuseLoss.ts";
import { ContainerMachines } from "../machines/containerMachines.ts";
import { ContainerNetwork } from "../machines/containerNetwork.ts";
import type { Machine } from "../machines/machine.ts";
import { machineSpecs } from "../machines/machineSpecs.ts";
import { doorOf, seatOf } from "../machines/managerSeats.ts";
import { startContainers, stoppedContainers, type Whereabouts } from "../machines/stoppedContainers.ts";
import { strangersFault } from "../machines/strangers.ts";
import { ContainerRegistry } from "../registry/containerRegistry.ts";
import type { Settings } from "../settings/settings.ts";
import type { Target } from "./target.ts";

/** What was there before anything is registered. */
interface Found {
  readonly live?: LiveSwarm | undefined;
  /** Machines that were started a moment ago. */
  readonly started?: Readonly<Record<string, Whereabouts>>;
}

/** Containers on this computer. */
export class LocalTarget implements Target {
  readonly machines: readonly Machine[];
  readonly registry: ContainerRegistry;
  readonly live: LiveSwarm | undefined;
  private readonly settings: Settings;
  private readonly network: ContainerNetwork;

  /** @throws where too much is lost to go on; nothing is registered by then */
  static async in(settings: Settings, keys: ClusterKeys): Promise<LocalTarget> {
    const key = await knownValue(keys.client);
    const fault = strangersFault(settings.stack, key?.publicKey);
    if (fault) throw new pulumi.RunError(fault);
    // Before the look: a manager that stands still is none that is lost.
    const started = startedAgain(settings.stack);
    const seats = machineSpecs(settings).filter(({ role }) => role === "manager");
    const doors = pulumi.all(seats.map((spec) => doorOf(spec, settings.local.firstPort, keys)));
    const live = await lookAround({ doors, isBorn: keys.isBorn, first: settings.seed });
    if (live)
      refuseLoss(
        live,
        seats.map((spec) => seatOf(spec, settings)),
        settings,
      );
    return new LocalTarget(settings, keys, { live, started });
  }

  constructor(settings: Settings, keys: ClusterKeys, found: Found = {}) {
    const { live, started = {} } = found;
    this.live = live;
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
      members: live?.swarm ? raftMembers(live.swarm) : [],
      started,
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
