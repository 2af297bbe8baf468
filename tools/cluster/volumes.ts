import { compare } from "../../components/input/order.ts";
import { table } from "../report/table.ts";

/** A service that mounts volumes. */
export interface VolumeUser {
  readonly name: string;
  /** Undefined for a global service. */
  readonly replicas: number | undefined;
  readonly volumes: readonly string[];
}

/** What a manager knows of volumes. */
export interface VolumeServices {
  /** Id by node. */
  readonly nodes: ReadonlyMap<string, string>;
  /** The node that holds each volume. */
  readonly holders: ReadonlyMap<string, string>;
  readonly users: readonly VolumeUser[];
}

/** A volume on the disk of a node. */
export interface StoredVolume {
  readonly name: string;
  readonly node: string;
  /** Empty if no stack created it. */
  readonly stack: string;
  readonly kibibytes: number;
}

/** Reads the output of components/swarm/scripts/volumeServices.sh. */
export function readVolumeServices(output: string): VolumeServices {
  const lines = output.split("\n").map((line) => line.split(" "));
  const of = (kind: string) => lines.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const names = new Map(of("node").map(([name = "", id = ""]) => [id, name]));
  return {
    nodes: new Map([...names].map(([id, name]) => [name, id])),
    holders: new Map(of("holds").map(([volume = "", id = ""]) => [volume, names.get(id) ?? id])),
    users: of("uses").map(([name = "", replicas = "", ...volumes]) => ({
      name,
      replicas: replicas === "-" ? undefined : Number(replicas),
      volumes,
    })),
  };
}

/** Reads the output of `volumeData list` on a node. */
export function readStoredVolumes(node: string, output: string): StoredVolume[] {
  return output.split("\n").flatMap((line) => {
    const [name, stack = "-", kibibytes = "0"] = line.split(" ");
    return name ? [{ name, node, stack: stack === "-" ? "" : stack, kibibytes: Number(kibibytes) }] : [];
  });
}

/** One row for each volume on each node. */
export function volumeTable(stored: readonly StoredVolume[], { holders, users }: VolumeServices): string {
  const rows = [...stored]
    .sort((one, other) => compare(one.name, other.name) || compare(one.node, other.node))
    .map(({ name, node, stack, kibibytes }) => {
      const services = users.filter(({ volumes }) => volumes.includes(name)).map((user) => user.name);
      const holder = holders.get(name);
      const state = holder === undefined ? "" : holder === node ? "in use here" : `copy; in use on ${holder}`;
      return [name, stack || "-", services.join(", ") || "-", node, sizeText(kibibytes), state];
    });
  return table([["VOLUME", "STACK", "SERVICES", "NODE", "SIZE", ""], ...rows]);
}

/** `12.3 MiB` */
export function sizeText(kibibytes: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, kibibytes)) / Math.log(1024)));
  const size = kibibytes / 1024 ** power;
  return `${power === 0 ? size : size.toFixed(1)} ${units[power]}`;
}

/** What moves together. */
export interface VolumeMove {
  readonly volumes: readonly string[];
  readonly services: readonly VolumeUser[];
  readonly from: string;
}

/**
 * The volumes and services that must move with a volume: a service runs where all of its volumes are.
 *
 * @throws if the volume cannot move, with a hint
 */
export function planMove(volume: string, to: string, { nodes, holders, users }: VolumeServices): VolumeMove {
  const from = holders.get(volume);
  if (from === undefined)
    throw new Error(
      `no node holds a volume ${volume}\n  → npm run volumes lists them; to move a service with placement constraints, change the constraint`,
    );
  if (!nodes.has(to)) throw new Error(`no node is called ${to}\n  → one of: ${[...nodes.keys()].join(", ")}`);
  if (from === to) throw new Error(`${volume} is on ${to} already\n  → npm run volumes`);
  const volumes = new Set([volume]);
  for (let size = 0; size < volumes.size; ) {
    size = volumes.size;
    for (const user of users.filter((one) => one.volumes.some((name) => volumes.has(name))))
      for (const name of user.volumes) if (holders.get(name) === from) volumes.add(name);
  }
  const services = users.filter((user) => user.volumes.some((name) => volumes.has(name)));
  const global = services.find(({ replicas }) => replicas === undefined);
  if (global)
    throw new Error(
      `${global.name} uses ${volume} on every node, so it cannot stop for the move\n  → give the services volumes of their own`,
    );
  return { volumes: [...volumes].sort(), services, from };
}
