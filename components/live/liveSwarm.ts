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
}

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

/** @throws where it is not what look.sh prints */
export function readAnswer(text: string): Answer {
  const lines = new Map(
    text
      .split("\n")
      .filter(Boolean)
      .map((line): [string, string] => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]),
  );
  const { Swarm: info }: Info = JSON.parse(lines.get("info") ?? "");
  const view: ManagerView = {
    state: info.LocalNodeState,
    nodeId: info.NodeID ?? "",
    swarmId: info.Cluster?.ID ?? "",
    peers: (info.RemoteManagers ?? []).map(({ Addr }) => Addr.slice(0, Addr.lastIndexOf(":"))).sort(),
  };
  const nodes: unknown = JSON.parse(lines.get("nodes") || "null");
  if (!view.swarmId || !Array.isArray(nodes)) return { view };
  return { view, swarm: { id: view.swarmId, nodes: (nodes as EngineNode[]).map(readNode) } };
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
