import type { NodeFacts, ObjectFacts, ServiceFacts } from "./swarmState.ts";

/** The swarm membership of the host's engine. */
export interface Membership {
  state: "inactive" | "pending" | "active" | "locked" | "error";
  /** Its node id, now or after it has joined. */
  node: string;
  address: string;
  isManager: boolean;
  hasLeader: boolean;
  /** Addresses and ports of the managers that it knows. */
  managers: readonly string[];
  error: string;
}

/** The swarm's own settings. */
export interface SwarmCluster {
  id: string;
  labels: ReadonlyMap<string, string> | null;
  /** Its other settings. */
  spec: Readonly<Record<string, unknown>>;
  hasAutolock: boolean;
  version: number;
}

/** What a test says about the host and its swarm; by default it is a manager of this cluster's swarm. */
export interface SwarmFacts {
  readonly engine?: Partial<Membership>;
  readonly cluster?: Partial<SwarmCluster>;
  readonly nodes?: Readonly<Record<string, NodeFacts>>;
  readonly services?: Readonly<Record<string, ServiceFacts>>;
  readonly objects?: Readonly<Record<string, ObjectFacts>>;
}
