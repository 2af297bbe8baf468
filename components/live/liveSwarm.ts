import type { Availability, NodeRole } from "../machines/machine.ts";

/** What the cluster is right now, as its managers tell it before anything is changed. */
export interface LiveSwarm {
  /** By name of a manager that was asked; undefined where it did not answer. */
  readonly managers: Readonly<Record<string, ManagerView | undefined>>;
  /** As a manager sees it that knows a leader; undefined where none does. */
  readonly swarm?: SwarmView;
}

/** What a manager says of itself. */
export interface ManagerView {
  readonly state: "active" | "inactive" | "locked" | "pending" | "error";
  /** Empty where it is in no swarm. */
  readonly nodeId: string;
  /** Empty where it knows no leader. */
  readonly swarmId: string;
  /** Addresses of the managers that it knows, its own among them. */
  readonly peers: readonly string[];
}

export interface SwarmView {
  readonly id: string;
  readonly nodes: readonly LiveNode[];
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
}

/** What one manager has printed: what it says of itself, and the swarm where it knows a leader. */
export interface Answer {
  readonly view: ManagerView;
  readonly swarm?: SwarmView;
}

/** The label by which a node is known to be ours, whatever its host is called. */
export const nodeLabel = "swarm.node";

/** Holds the id of the manager that was the seed when the node was last set. */
const seedLabel = "swarm.seed";

/** @throws where it is not what look.sh prints */
export function readAnswer(text: string): Answer {
  const lines = text.split("\n");
  const linesOf = (word: string) =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const { Swarm: info }: Info = JSON.parse(linesOf("info")[0] ?? "");
  const view: ManagerView = {
    state: info.LocalNodeState,
    nodeId: info.NodeID ?? "",
    swarmId: info.Cluster?.ID ?? "",
    peers: (info.RemoteManagers ?? []).map(({ Addr }) => Addr.slice(0, Addr.lastIndexOf(":"))).sort(),
  };
  const nodes: unknown = JSON.parse(linesOf("nodes")[0] || "null");
  if (!view.swarmId || !Array.isArray(nodes)) return { view };
  const all = (nodes as EngineNode[]).map(readNode);
  // What a manager noted as the seed, before another one was it, is old.
  const isSeed = all.some(({ id, labels }) => id === view.nodeId && labels[seedLabel] === id);
  return {
    view,
    swarm: {
      id: view.swarmId,
      nodes: all,
      members: isSeed ? linesOf("member").map(readMember) : [],
      // In front of each is the name of its record, which is its stack's.
      recorded: isSeed
        ? linesOf("recorded").flatMap((line) => readThing(line.slice(line.indexOf(" ") + 1)))
        : [],
      now: linesOf("now").flatMap(readThing),
    },
  };
}

/** `worker-0 ID worker active {"tier":"web"}` */
function readMember(line: string): RecordedMember {
  const [name = "", id = "", role = "", availability = ""] = line.split(" ");
  const all = JSON.parse(line.slice(line.indexOf("{"))) as Record<string, string>;
  const given = (all["swarm.labels"] ?? "").split(",").filter(Boolean);
  const labels = Object.fromEntries(given.map((label) => [label, all[label] ?? ""]));
  return { name, id, role: role as NodeRole, availability: availability as Availability, labels };
}

function readThing(line: string): StackThing[] {
  const [kind, stack = "", name = "", replicas = "", image = "", digest = ""] = line.split(" ");
  if (kind === "network") return [{ kind, stack, name }];
  return kind === "service" ? [{ kind, stack, name, replicas, image, digest }] : [];
}

function readNode({ ID, Spec, Description, Status, ManagerStatus }: EngineNode): LiveNode {
  const labels = Spec.Labels ?? {};
  const reachable = ManagerStatus?.Reachability === "reachable" ? "reachable" : "unreachable";
  return {
    id: ID,
    name: labels[nodeLabel] ?? Description?.Hostname ?? "",
    role: Spec.Role,
    availability: Spec.Availability,
    state: Status.State,
    raft: !ManagerStatus ? "" : ManagerStatus.Leader ? "leader" : reachable,
    address: Status.Addr ?? "",
    labels,
  };
}

/** https://docs.docker.com/reference/api/engine/version/v1.45/#tag/System/operation/SystemInfo */
interface Info {
  readonly Swarm: {
    readonly LocalNodeState: ManagerView["state"];
    readonly NodeID?: string;
    readonly Cluster?: { readonly ID: string } | null;
    readonly RemoteManagers?: readonly { readonly Addr: string }[] | null;
  };
}

interface EngineNode {
  readonly ID: string;
  readonly Spec: {
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Role: NodeRole;
    readonly Availability: Availability;
  };
  readonly Description?: { readonly Hostname?: string };
  readonly Status: { readonly State: string; readonly Addr?: string };
  readonly ManagerStatus?: { readonly Leader?: boolean; readonly Reachability?: string } | null;
}
