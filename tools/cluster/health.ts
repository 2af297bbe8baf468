import { labelNames } from "../../components/names.ts";
import { execFile as run } from "../../components/process/child.mjs";
import type { DeployedCluster } from "../pulumi/deployedCluster.ts";
/** A line of `docker node ls --format json`. */
export interface NodeLine {
  readonly ID: string;
  readonly Hostname: string;
  readonly Status: string;
  readonly Availability: string;
  readonly ManagerStatus: string;
  readonly EngineVersion: string;
}

/** A line of `docker service ls --format json`. */
export interface ServiceLine {
  readonly Name: string;
  readonly Mode: string;
  readonly Replicas: string;
  readonly Image: string;
}

/** A line of `docker node ps --format json` for a task that should run. */
export interface TaskLine {
  readonly ID: string;
  readonly Name: string;
  readonly Node: string;
  readonly CurrentState: string;
  readonly Error: string;
}

/** The output of `docker info --format '{{json .Swarm}}'` on the seed. */
export interface SwarmInfo {
  readonly LocalNodeState: string;
  readonly Cluster?: {
    readonly ID: string;
    readonly Spec?: { readonly Labels?: Readonly<Record<string, string>> | null };
  } | null;
}

/** Why the state of the nodes and services is unknown; undefined if the swarm answers. */
export function swarmTrouble(
  seed: string,
  { LocalNodeState: state, Cluster: swarm }: SwarmInfo,
  cluster: string,
): string | undefined {
  if (state === "locked")
    return `the swarm is locked on ${seed}\n  → unlock it with the key: npm run ssh -- ${seed} docker swarm unlock`;
  if (state === "inactive")
    return `${seed} is in no swarm\n  → npm run preview says what the cluster has lost, and what to do`;
  if (!swarm) return `the swarm has no leader: ${seed} is ${state}\n  → start the other managers`;
  const owner = swarm.Spec?.Labels?.[labelNames.cluster];
  if (owner === cluster) return undefined;
  return `${seed} is in the swarm ${swarm.ID}, which is ${owner ? `of cluster ${owner}` : "not made by this program"}\n  → npm run preview says what to do`;
}

/**
 * Why a command must not run on the seed's engine: its swarm is gone or belongs to another cluster. Undefined
 * if it is this cluster's.
 *
 * @param dockerHost the seed's engine
 */
export async function swarmTroubleAt(
  dockerHost: string,
  { cluster, nodes: [seed] }: Pick<DeployedCluster, "cluster" | "nodes">,
): Promise<string | undefined> {
  const { stdout } = await run("docker", ["info", "--format", "{{json .Swarm}}"], {
    env: { DOCKER_HOST: dockerHost, DOCKER_CONTEXT: undefined },
  });
  return swarmTrouble(seed?.name ?? "", JSON.parse(stdout) as SwarmInfo, cluster);
}

/** Every problem, one sentence each. */
export function findTrouble(
  nodes: readonly NodeLine[],
  services: readonly ServiceLine[],
  tasks: readonly TaskLine[],
  missing: readonly string[] = [],
): string[] {
  return [
    ...missing.map((name) => `node ${name} is not in the swarm`),
    ...nodes.flatMap(nodeTrouble),
    ...services.flatMap(serviceTrouble),
    ...tasks.flatMap((task) =>
      /^(Running|Complete)/.test(task.CurrentState)
        ? []
        : [`task ${task.Name} on ${task.Node || "no node"} is ${task.CurrentState}${because(task.Error)}`],
    ),
  ];
}

function nodeTrouble(node: NodeLine): string[] {
  if (node.Status !== "Ready") return [`node ${node.Hostname} is ${node.Status}`];
  if (node.ManagerStatus === "Unreachable") return [`manager ${node.Hostname} is unreachable`];
  return [];
}

function serviceTrouble(service: ServiceLine): string[] {
  const finished = /\((\d+)\/(\d+) completed\)/.exec(service.Replicas);
  if (finished) {
    const [, done, total] = finished;
    return done === total ? [] : [`job ${service.Name} has finished ${done} of ${total}`];
  }
  const [running = 0, wanted = 0] = (service.Replicas.split(" ")[0] ?? "").split("/").map(Number);
  // A rollout that starts new tasks before it stops old ones runs more than wanted.
  return running >= wanted ? [] : [`service ${service.Name} runs ${running} of ${wanted}`];
}

function because(error: string): string {
  return error ? `: ${error.replace(/^"|"$/g, "")}` : "";
}
