import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../remote/connection.ts";

export type NodeRole = "manager" | "worker";

/** What is wanted: a machine that becomes the node of the same name. */
export interface MachineSpec {
  readonly name: string;
  readonly role: NodeRole;
  /** Which one of its role or pool: 0, 1, … */
  readonly index: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The worker pool it belongs to; undefined for a manager. */
  readonly pool?: string;
}

/** A host that speaks SSH and runs a Docker Engine: all that the swarm knows of any target. */
export interface Machine extends MachineSpec {
  /** Changes when another machine takes the place. */
  readonly id: pulumi.Output<string>;
  /** Private address that the other nodes use. */
  readonly address: pulumi.Output<string>;
  readonly connection: pulumi.Output<Connection>;
  /** Seconds that the entry point needs to forget the node, before it is drained; default 0. */
  readonly drainDelay?: number;
  /** What goes away when the machine goes away. */
  readonly resource: pulumi.Resource;
  /** What has found the machine fit; whatever changes something on it comes after. */
  readonly checks?: readonly pulumi.Resource[];
}
