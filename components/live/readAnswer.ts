import { platformOf } from "../machines/engineFacts.ts";
import type { Availability, NodeRole } from "../machines/machine.ts";
import { labelNames } from "../names.ts";
import { markedOutput } from "../steps/markedOutput.ts";
import type { Answer, LiveNode, MachineView, RecordedMember, StackThing } from "./liveSwarm.ts";

/** Holds the id of the manager that was the seed when the node was last set. */
const seedLabel = labelNames.seed;

/** States of an engine whose attempt to join has not ended, or has failed. */
const joins = new Set(["pending", "error"]);

/** @throws if the output is not probe.sh's; nothing of it is used then */
export function readAnswer(text: string): Answer {
  const lines = markedOutput(text).split("\n");
  const linesOf = (word: string) =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const { Swarm: info }: Info = JSON.parse(linesOf("info")[0] || "null") ?? {};
  if (!info) throw new Error("its Docker Engine does not answer");
  const [joined = "", , current] = (linesOf("record")[0] ?? "").split(" ");
  const labels = info.Cluster?.Spec?.Labels ?? {};
  const view: MachineView = {
    state: info.LocalNodeState,
    nodeId: idIn(info.NodeID),
    swarmId: idIn(info.Cluster?.ID),
    owner: { cluster: labels[labelNames.cluster] ?? "", stack: labels[labelNames.stack] ?? "" },
    joined,
    isCurrent: current === "current" || (current === "joining" && joins.has(info.LocalNodeState)),
    address: info.NodeAddr ?? "",
    peers: (info.RemoteManagers ?? []).map(({ Addr }) => Addr.slice(0, Addr.lastIndexOf(":"))).sort(),
  };
  const nodes: unknown = JSON.parse(linesOf("nodes")[0] || "null");
  if (!view.swarmId || !Array.isArray(nodes)) return { view };
  const all = (nodes as EngineNode[]).map(readNode);
  // A manager's record is outdated if another manager has been the seed since.
  const isSeed = all.some(({ id, labels }) => id === view.nodeId && labels[seedLabel] === id);
  const [read = "-", now = "-"] = (linesOf("tokens")[0] ?? "").split(" ");
  return {
    view,
    swarm: {
      id: view.swarmId,
      nodes: all,
      autolock: info.Cluster?.Spec?.EncryptionConfig?.AutoLockManagers === true,
      rotated: isSeed && read !== "-" && now !== "-" && read !== now,
      members: isSeed ? linesOf("member").map(readMember) : [],
      // The first word is the name of the record file, which is the stack's name.
      recorded: isSeed
        ? linesOf("recorded").flatMap((line) => readThing(line.slice(line.indexOf(" ") + 1)))
        : [],
      now: linesOf("now").flatMap(readThing),
    },
  };
}

/** Commands and outputs use the id, so it must be valid. */
function idIn(text = ""): string {
  if (text === "" || /^[a-z0-9]{25}$/.test(text)) return text;
  throw new Error(`its engine names ${JSON.stringify(text.slice(0, 100))} as an id`);
}

/** `worker-0 ID worker active {"tier":"web"}` */
function readMember(line: string): RecordedMember {
  const [name = "", id = "", role = "", availability = ""] = line.split(" ");
  const all = JSON.parse(line.slice(line.indexOf("{"))) as Record<string, string>;
  const given = (all[labelNames.declared] ?? "").split(",").filter(Boolean);
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
  const { Engine: { EngineVersion: engine } = {}, Platform: platform } = Description ?? {};
  const reachable = ManagerStatus?.Reachability === "reachable" ? "reachable" : "unreachable";
  return {
    id: idIn(ID),
    name: labels[labelNames.node] ?? Description?.Hostname ?? "",
    role: Spec.Role,
    availability: Spec.Availability,
    state: Status.State,
    raft: !ManagerStatus ? "" : ManagerStatus.Leader ? "leader" : reachable,
    address: Status.Addr ?? "",
    labels,
    ...(engine && platform
      ? { engine: { version: engine, platform: platformOf(platform.OS, platform.Architecture) } }
      : {}),
  };
}

/** https://docs.docker.com/reference/api/engine/version/v1.45/#tag/System/operation/SystemInfo */
interface Info {
  readonly Swarm?: {
    readonly LocalNodeState: MachineView["state"];
    readonly NodeID?: string;
    readonly NodeAddr?: string;
    readonly Cluster?: {
      readonly ID: string;
      readonly Spec?: {
        readonly Labels?: Readonly<Record<string, string>> | null;
        readonly EncryptionConfig?: { readonly AutoLockManagers?: boolean };
      };
    } | null;
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
  readonly Description?: {
    readonly Hostname?: string;
    readonly Engine?: { readonly EngineVersion?: string };
    readonly Platform?: { readonly OS: string; readonly Architecture: string };
  };
  readonly Status: { readonly State: string; readonly Addr?: string };
  readonly ManagerStatus?: { readonly Leader?: boolean; readonly Reachability?: string } | null;
}
