import type { EngineFacts } from "../machines/engineFacts.ts";
import type { Availability, NodeRole } from "../machines/machine.ts";

/** What the cluster is right now, as its machines describe it before anything is changed. */
export interface LiveSwarm {
  /** By name of a manager that was asked; undefined where it gave no answer. */
  readonly managers: Readonly<Record<string, MachineView | undefined>>;
  /** Why a machine gave no answer, by name. */
  readonly failures: Readonly<Record<string, string>>;
  /** As a manager sees it that knows a leader; undefined where none does. */
  readonly swarm?: SwarmView;
  /** Machines of listed nodes that are not Ready in the swarm, by name, as far as they answered. */
  readonly absent?: Readonly<Record<string, MachineView>>;
}

/** What a machine says of itself. */
export interface MachineView {
  readonly state: "active" | "inactive" | "locked" | "pending" | "error";
  /** Empty where it is in no swarm. */
  readonly nodeId: string;
  /** Empty where it is no manager, or knows no leader. */
  readonly swarmId: string;
  /** Whose the swarm is, by its label; empty where the label is missing or the machine cannot see it. */
  readonly owner: ClusterLabel;
  /** The cluster that it joined, by its own record; empty where it has none. */
  readonly joined: string;
  /** True: it is still in the swarm that it joined then, by its certificate. */
  readonly isCurrent: boolean;
  /** The address that it has in the swarm. */
  readonly address: string;
  /** Addresses of the managers that it knows, its own among them. */
  readonly peers: readonly string[];
}

export interface ClusterLabel {
  /** Id of the cluster. */
  readonly cluster: string;
  /** `swarm/dev` */
  readonly stack: string;
}

export interface SwarmView {
  readonly id: string;
  readonly nodes: readonly LiveNode[];
  /** True: managers that restart stay locked. */
  readonly autolock: boolean;
  /** True: the join tokens, or the CA, are not those that this manager has handed out. */
  readonly rotated: boolean;
  /** The nodes as they were last set by us, where this manager has noted it. */
  readonly members: readonly RecordedMember[];
  /** What the stacks were when they had been deployed, where this manager has noted it. */
  readonly recorded: readonly StackThing[];
  /** What the stacks are now. */
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
      /** `-` for a global one. */
      readonly replicas: string;
      readonly image: string;
      /** Of its whole specification. */
      readonly digest: string;
    }
  | { readonly kind: "network"; readonly stack: string; readonly name: string };

export interface LiveNode {
  readonly id: string;
  /** `manager-0`: its label, or its host's name where it has none yet. */
  readonly name: string;
  readonly role: NodeRole;
  readonly availability: Availability;
  /** `ready`, `down`, `unknown`, `disconnected` */
  readonly state: string;
  /** Of a manager in raft: whether it leads, is reachable or not; empty for a worker. */
  readonly raft: "" | "leader" | "reachable" | "unreachable";
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As the node has told last; undefined where it never has. */
  readonly engine?: EngineFacts;
}

/** What one machine has printed: what it says of itself, and the swarm where it is a manager that knows a leader. */
export interface Answer {
  readonly view: MachineView;
  readonly swarm?: SwarmView;
}
