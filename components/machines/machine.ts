import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../steps/connection.ts";
import type { ClusterOwner } from "../steps/remoteStep.ts";

export type NodeRole = "manager" | "worker";

/** `pause`: no new tasks; `drain`: no tasks at all. */
export type Availability = "active" | "pause" | "drain";

/** What is wanted: a machine that becomes the node of the same name. */
export interface MachineSpec {
  readonly name: string;
  readonly role: NodeRole;
  /** Which one of its role or pool: 0, 1, … */
  readonly index: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The worker pool it belongs to; undefined for a manager. */
  readonly pool?: string;
  /** Default active. */
  readonly availability?: Availability;
  /** True: the cluster counts as healthy while the node is Down; default false. */
  readonly acceptDown?: boolean;
}

/** A host that speaks SSH and runs a Docker Engine: all that the swarm knows of any target. */
export interface Machine extends MachineSpec {
  /** Changes when another machine takes the place. */
  readonly id: pulumi.Output<string>;
  /** Private address that the other nodes use. */
  readonly address: pulumi.Output<string>;
  /** True where the address may become another one while the machine lives; default false. */
  readonly moves?: boolean;
  readonly connection: pulumi.Output<Connection>;
  /** Whose it is. */
  readonly cluster: ClusterOwner;
  /** Seconds that the entry point needs to forget the node, before it is drained; default 0. */
  readonly drainDelay?: number;
  /** What goes away when the machine goes away, and is there before anything is done on it. */
  readonly resource: pulumi.Resource;
  /** What has found the machine fit; whatever changes something on it comes after. */
  readonly checks?: readonly pulumi.Resource[];
  /** True where the machine outlives the cluster: it is taken out of the swarm instead; default false. */
  readonly stays?: boolean;
}

/**
 * The requests of a node, from when it is a member until it is about to be drained: where nodes leave together, the
 * tasks of one run elsewhere before the next one gets no more requests. Undefined where nothing is served.
 *
 * @param member the finished membership; undefined for a node on drain, which gets none before it is drained
 * @param after what is done for the node before this one
 */
export type TrafficGate = (
  machine: Machine,
  member: pulumi.Resource | undefined,
  after: readonly pulumi.Resource[],
) => pulumi.Resource | undefined;

/** What is done on a machine goes with it, unless the machine stays. */
export function goingWith({ resource, stays = false }: Machine): { deletedWith?: pulumi.Resource } {
  return stays ? {} : { deletedWith: resource };
}
