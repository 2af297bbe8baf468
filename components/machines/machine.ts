import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import type { Connection } from "../steps/connection.ts";
import type { ClusterOwner } from "../steps/remoteStep.ts";

export type NodeRole = "manager" | "worker";

/** `pause`: no new tasks; `drain`: no tasks at all. */
export type Availability = "active" | "pause" | "drain";

/** The specification of a machine that becomes the node of the same name. */
export interface MachineSpec {
  readonly name: string;
  readonly role: NodeRole;
  /** Number within its role or pool: 0, 1, … */
  readonly index: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Its worker pool; undefined for a manager. */
  readonly pool?: string;
  /** Default active. */
  readonly availability?: Availability;
  /** True: the cluster counts as healthy while the node is Down; default false. */
  readonly acceptDown?: boolean;
  /**
   * True: the node is Down and the machine does not answer, so its own steps wait for an `up` that reaches it;
   * default false.
   */
  readonly isAway?: boolean;
}

/** A host with SSH and Docker Engine: all that the swarm needs to know of any target. */
export interface Machine extends MachineSpec {
  /** Changes when the machine is replaced. */
  readonly id: pulumi.Output<string>;
  /** Private address for the other nodes. */
  readonly address: pulumi.Output<string>;
  /** True if the address can change while the machine lives; default false. */
  readonly moves?: boolean;
  readonly connection: pulumi.Output<Connection>;
  /** The cluster that it belongs to. */
  readonly cluster: ClusterOwner;
  /** Exists before any step on the machine runs, and is deleted with the machine. */
  readonly resource: pulumi.Resource;
  /** Script files of the target's own check, which preflight runs first; default none. */
  readonly ownChecks?: readonly URL[];
  /** Checks that must pass before a step changes the machine. */
  readonly checks?: readonly pulumi.Resource[];
  /**
   * True if the machine outlives the cluster: it leaves the swarm instead of being deleted; default false.
   */
  readonly stays?: boolean;
}

/**
 * Lets a node get requests from when it is a member until just before it is drained. Undefined if nothing is
 * served.
 *
 * @param member the finished membership; undefined for a node on drain, which is closed before it is drained
 * @param after the steps of the previous node, if nodes leave in turn
 */
export type TrafficGate = (
  machine: Machine,
  member: pulumi.Resource | undefined,
  after: readonly pulumi.Resource[],
) => pulumi.Resource | undefined;

/** A machine's steps are deleted with it, unless it stays. */
export function goingWith({ resource, stays = false }: Machine): { deletedWith?: pulumi.Resource } {
  return stays ? {} : { deletedWith: resource };
}

/** A hash of a set of machines; it changes when a machine is added, removed or replaced. */
export function machineSetHash(machines: readonly Pick<Machine, "id">[]): pulumi.Output<string> {
  return combine(
    machines.map(({ id }) => id),
    (...ids) => createHash("sha256").update(ids.sort().join()).digest("hex").slice(0, 12),
  );
}
