import type { EngineFacts } from "../machines/engineFacts.ts";
import type { Availability, NodeRole } from "../machines/machine.ts";

/** The live state of the cluster, as its machines describe it before anything changes. */
export interface LiveSwarm {
  /** By name of each probed manager; undefined if it did not answer. */
  readonly managers: Readonly<Record<string, MachineView | undefined>>;
  /** Why a machine did not answer, by name. */
  readonly failures: Readonly<Record<string, string>>;
  /** The view of a manager that knows a leader; undefined if there is none. */
  readonly swarm?: SwarmView;
  /** Machines of nodes in the settings that are not Ready in the swarm, by name, if they answered. */
  readonly absent?: Readonly<Record<string, MachineView>>;
}

/** What a machine reports about itself. */
export interface MachineView {
  readonly state: "active" | "inactive" | "locked" | "pending" | "error";
  /** Empty if it is in no swarm. */
  readonly nodeId: string;
  /** Empty if it is not a manager, or knows no leader. */
  readonly swarmId: string;
  /** The swarm's cluster label; empty if it is missing or the machine cannot read it. */
  readonly owner: ClusterLabel;
  /** The cluster that it joined, from its own record; empty without a record. */
  readonly joined: string;
  /** True if its certificate shows that it is still in that swarm, or if it still joins and has none. */
  readonly isCurrent: boolean;
  /** Its address in the swarm. */
  readonly address: string;
  /** Addresses of the managers that it knows, including its own. */
  readonly peers: readonly string[];
}

export interface ClusterLabel {
  /** Cluster id. */
  readonly cluster: string;
  /** `swarm/dev` */
  readonly stack: string;
}

export interface SwarmView {
  readonly id: string;
  readonly nodes: readonly LiveNode[];
  /** True: managers stay locked after a restart. */
  readonly autolock: boolean;
  /** True: the join tokens or the CA differ from those that this manager handed out. */
  readonly rotated: boolean;
  /** The nodes as we last set them, if this manager has a record. */
  readonly members: readonly RecordedMember[];
  /** The stacks as last deployed, if this manager has a record. */
  readonly recorded: readonly StackThing[];
  /** The stacks now. */
  readonly now: readonly StackThing[];
}

export type RecordedMember = Pick<LiveNode, "name" | "id" | "role" | "availability" | "labels">;

/** A service or a network of a stack. */
export type StackThing =
  | {
      readonly kind: "service";
      readonly stack: string;
      /** `example_api` */
      readonly name: string;
      /** `-` for a global service. */
      readonly replicas: string;
      readonly image: string;
      /** Digest of the whole specification. */
      readonly digest: string;
    }
  | { readonly kind: "network"; readonly stack: string; readonly name: string };

export interface LiveNode {
  readonly id: string;
  /** `manager-0`: its label, or its hostname if it has no label yet. */
  readonly name: string;
  readonly role: NodeRole;
  readonly availability: Availability;
  /** `ready`, `down`, `unknown`, `disconnected` */
  readonly state: string;
  /** A manager's raft status; empty for a worker. */
  readonly raft: "" | "leader" | "reachable" | "unreachable";
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As the node last reported; undefined if it never has. */
  readonly engine?: EngineFacts;
}

/** The output of one machine: its own view, and the swarm if it is a manager that knows a leader. */
export interface Answer {
  readonly view: MachineView;
  readonly swarm?: SwarmView;
}
