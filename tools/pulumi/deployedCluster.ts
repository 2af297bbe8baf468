import { componentTypes, resourceTypes, stepNames } from "../../components/names.ts";
import type { Connection, Tunnel } from "../../components/steps/connection.ts";
import { targets } from "../../components/targets/targets.ts";
import {
  clusterOf,
  connectionOf,
  plain,
  readState,
  resourcesOf,
  type StateFile,
  type StateResource,
} from "./state.ts";
import { nameOf } from "./urn.ts";

/** A node of a deployed stack, and its connection. */
export interface DeployedNode {
  readonly name: string;
  readonly connection: Connection;
  /** Where its address does not answer. */
  readonly tunnel?: Tunnel;
}

/** The cluster that a deployed stack's state describes. */
export interface DeployedCluster {
  /** The cluster id; empty if the state has none. */
  readonly cluster: string;
  /** Nodes with `acceptDown` in the settings. */
  readonly accepted: readonly string[];
  /** The seed comes first. */
  readonly nodes: readonly DeployedNode[];
  readonly endpoint: string;
  /** The pools that scale, with the SSH host key that their machines share. */
  readonly pools: readonly { readonly name: string; readonly hostKey: string }[];
}

/**
 * The nodes in a state, with the connections of their steps.
 *
 * The step that joins a node runs on that node; the seed is the machine that created the swarm.
 */
export function readCluster(state: StateFile): DeployedCluster {
  const resources = resourcesOf(state).map((one) => ({
    ...one,
    inputs: plain(one.inputs),
  })) as StateResource[];
  const [stack] = resourcesOf(state, resourceTypes.stack);
  const commands = resourcesOf(state, resourceTypes.remoteCommand);
  const joined = commands
    .filter(({ urn }) => stepNames.join.isOf(nameOf(urn)))
    .map((command) => ({
      name: stepNames.join.ownerOf(nameOf(command.urn)),
      connection: connectionOf(command),
    }));
  const bootstrap = commands.find(({ urn }) => stepNames.bootstrap.isOf(nameOf(urn)));
  const names = new Set(joined.map((node) => node.name));
  const seedName = resourcesOf(state, componentTypes.SwarmNode)
    .map(({ urn }) => nameOf(urn))
    .find((name) => !names.has(name));
  const seed = bootstrap && seedName ? [{ name: seedName, connection: connectionOf(bootstrap) }] : [];
  return {
    cluster: clusterOf(state) ?? "",
    accepted: acceptedIn(commands),
    nodes: [...seed, ...joined].map((node) => ({ ...node, ...tunnelTo(node.name, resources) })),
    pools: resourcesOf(state, componentTypes.ScalingPool).map(({ urn, outputs }) => ({
      name: nameOf(urn),
      hostKey: String(plain(outputs?.hostKey) ?? ""),
    })),
    endpoint: String(plain(stack?.outputs?.endpoint) ?? ""),
  };
}

function tunnelTo(node: string, resources: readonly StateResource[]): Pick<DeployedNode, "tunnel"> {
  for (const target of targets) {
    const tunnel = target.tunnelTo?.(node, resources);
    if (tunnel) return { tunnel };
  }
  return {};
}

/** The step that waits until all nodes are Ready takes them as arguments. */
function acceptedIn(commands: readonly StateResource[]): string[] {
  const ready = commands.find(({ urn }) => stepNames.ready.isOf(nameOf(urn)));
  const text = String(plain(ready?.inputs?.create) ?? "");
  return [...text.matchAll(/([a-z0-9-]{1,63})=[a-z0-9]{25}=down\b/g)].map(([, name = ""]) => name);
}

/**
 * The cluster of a Pulumi stack, from its state.
 *
 * @param stack default: `SWARM_STACK` from the environment, or `dev`
 * @throws if the stack has no swarm
 */
export function deployedCluster(stack = process.env.SWARM_STACK ?? "dev"): DeployedCluster {
  const state = readState(stack, { showSecrets: true });
  const cluster = state && readCluster(state);
  if (cluster && cluster.nodes.length > 0) return cluster;
  throw new Error(`stack ${stack} has no swarm\n  → npm start makes one`);
}
