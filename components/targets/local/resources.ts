import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../combine.ts";
import type { NodePort } from "../../entrypoint/entryPoint.ts";
import type { ClusterIdentity } from "../../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../../keys/clusterKeys.ts";
import type { Observed } from "../../live/driftCorrection.ts";
import { foreignSwarmError } from "../../live/foreignSwarm.ts";
import { quorumError, raftMembers } from "../../live/quorum.ts";
import { firstOf, readLiveState } from "../../live/readLiveState.ts";
import { refusal } from "../../live/refusal.ts";
import type { Machine } from "../../machines/machine.ts";
import { machineSpecs } from "../../settings/machineSpecs.ts";
import type { Settings } from "../../settings/settings.ts";
import type { TargetResources } from "../targetResources.ts";
import { balancedPorts } from "./entryPoint/balancerConfiguration.ts";
import { ContainerEntryPoint } from "./entryPoint.ts";
import { managerIdentity } from "./machines/managerIdentity.ts";
import { ownershipError } from "./machines/ownershipCheck.ts";
import { runningMachines, startContainers, type Whereabouts } from "./machines/stoppedContainers.ts";
import { ContainerMachines, connectionTo } from "./machines.ts";
import { ContainerNetwork } from "./network.ts";
import { ContainerRegistry } from "./registry.ts";
import type { ContainerOwner } from "./resources/containerOwner.ts";
import { EngineObjects } from "./resources/engineObjects.ts";
import type { LocalSettings } from "./settings/settings.ts";

/** What exists before anything is registered. */
interface Found {
  readonly objects?: EngineObjects;
  readonly observed?: Observed | undefined;
  /** Machines that this run has just started. */
  readonly started?: Readonly<Record<string, Whereabouts>>;
}

/** Machines, registry and entry point as containers on this computer. */
export class LocalResources implements TargetResources {
  readonly machines: readonly Machine[];
  readonly registry: ContainerRegistry;
  readonly observed: Observed | undefined;
  private readonly settings: Settings<LocalSettings>;
  private readonly owner: ContainerOwner;
  private readonly network: ContainerNetwork;

  /** @throws if the cluster cannot be recovered automatically; nothing is registered by then */
  static async create(
    settings: Settings<LocalSettings>,
    keys: ClusterKeys,
    identity: ClusterIdentity,
  ): Promise<LocalResources> {
    const cluster = (await resolveIfKnown(identity.id)) ?? "";
    const objects = await EngineObjects.read(settings.stack, settings.managers);
    const foreign = refusal(ownershipError(objects.all, settings.stack, cluster));
    if (foreign) throw foreign;
    // Must come before the probe: a stopped manager is not lost.
    const started = startedAgain({ stack: settings.stack, cluster }, objects.stoppedOf(cluster));
    const observed = await observe(settings, keys, cluster, objects);
    return new LocalResources(settings, keys, identity, { objects, observed, started });
  }

  constructor(
    settings: Settings<LocalSettings>,
    keys: ClusterKeys,
    { id }: ClusterIdentity,
    found: Found = {},
  ) {
    const { objects, observed, started = {} } = found;
    this.observed = observed;
    const swarm = observed?.live.swarm;
    const { stack, own } = settings;
    const owner = { stack, cluster: { id }, objects };
    this.settings = settings;
    this.owner = owner;
    this.network = new ContainerNetwork("network", { owner, subnet: own.subnet });
    this.machines = new ContainerMachines("machines", {
      owner,
      specs: machineSpecs(settings),
      keys,
      network: this.network,
      subnet: own.subnet,
      firstPort: own.firstPort,
      members: swarm ? raftMembers(swarm) : [],
      started,
    }).machines;
    this.registry = new ContainerRegistry("registry", {
      owner,
      network: this.network,
      port: own.firstPort + 9,
      password: keys.password("registry"),
    });
  }

  entryPoint(ports: readonly NodePort[]): ContainerEntryPoint {
    const { own } = this.settings;
    return new ContainerEntryPoint("entrypoint", {
      owner: this.owner,
      network: this.network,
      ports: balancedPorts(ports, own.port),
      // Tasks of some nodes only: two nodes closed at once could be the only ones that have any.
      inTurn: ports.some(({ protocol, everywhere }) => protocol === "tcp" && !everywhere),
    });
  }
}

/** @throws if the cluster cannot be recovered automatically */
async function observe(
  settings: Settings<LocalSettings>,
  keys: ClusterKeys,
  cluster: string,
  objects: EngineObjects,
): Promise<Observed | undefined> {
  const { seed, recover, own } = settings;
  const specs = machineSpecs(settings);
  const managers = specs.filter(({ role }) => role === "manager");
  const endpointOf = (name: string, port: number) =>
    connectionTo(name, port, keys).apply((connection) => ({ name, connection }));
  const endpoints = pulumi.all(managers.map(({ name, index }) => endpointOf(name, own.firstPort + index)));
  const known = await resolveIfKnown(pulumi.all([keys.clusterExists, endpoints]));
  if (!known?.[0]) return undefined;
  const running = () => runningMachines({ stack: settings.stack, cluster });
  const live = await readLiveState({
    endpoints: [...known[1]].sort(firstOf(seed)),
    nodes: specs,
    endpointsOf: async (names) => {
      const machines = Object.entries(running()).filter(([name]) => names.includes(name));
      return (
        (await resolveIfKnown(pulumi.all(machines.map(([name, { port }]) => endpointOf(name, port))))) ?? []
      );
    },
  });
  const identities = managers.map((spec) => managerIdentity(spec, settings, objects));
  const unusable = refusal(
    foreignSwarmError({ live, cluster, seed }),
    quorumError({ live, managers: identities, seed, recover, cluster }),
  );
  if (unusable) throw unusable;
  return { live, isReplaced: (name) => !(name in running()) };
}

/** Starts stopped containers before anything else is done on them; a preview only reports them. */
function startedAgain(
  owner: { stack: string; cluster: string },
  stopped: readonly string[],
): Record<string, Whereabouts> {
  if (stopped.length === 0) return {};
  const isPreview = pulumi.runtime.isDryRun();
  pulumi.log.warn(`stopped: ${stopped.join(", ")}\n  → ${isPreview ? "up starts them" : "started again"}`);
  return isPreview ? {} : startContainers(owner, stopped);
}
