import { isIP } from "node:net";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import {
  type Complete,
  enumOf,
  type Infer,
  integer,
  object,
  read,
  refine,
  type Schema,
  scalarText,
  show,
  stringLike,
  text,
  union,
} from "../../input/schema.ts";

const short = /^(?:(.*):)?([0-9]+(?:-[0-9]+)?):([0-9]+(?:-[0-9]+)?)(?:\/(tcp|udp|sctp))?$/i;
/** Number of ports of a node, TCP and UDP together. */
export const mostPorts = 2 * 65535;
const example = 'write for example "8080:80"';
/** Counts the ports that services publish as written, without expanding ranges. */
export function countPorts(services: readonly unknown[]): number {
  const entries = services.flatMap((service) => (isMapping(service) ? service.ports : undefined));
  return entries.reduce<number>((sum, entry) => {
    const [, from, to] =
      /([0-9]{1,5})-([0-9]{1,5})(?:\/(?:tcp|udp|sctp))?$/i.exec(scalarText(entry).slice(-20)) ?? [];
    return sum + Math.max(1, Number(to ?? 0) - Number(from ?? 0) + 1);
  }, 0);
}

const portNumber = integer(1, 65535, 8080);

/** Swarm publishes on all addresses; it cannot publish on one address of a node. */
const everywhere = ["", "0.0.0.0", "::", "[::]"];
const isLoopback = (address: string) => /^(127\.|localhost$|\[?::1\]?$)/.test(address);
const bare = (address: string) => address.replace(/^\[(.*)\]$/, "$1");
const loopback = (address: string) => `swarm has no ports for ${address} alone`;

const hostIp: Schema<string> = (value, path) => {
  const address = scalarText(value);
  if (everywhere.includes(address) || isLoopback(address)) return address;
  return path.error(`is ${show(value)}, but swarm publishes on all addresses of a node`, "remove it");
};

const protocols = enumOf("tcp", "udp", "sctp");
const protocol: Schema<Infer<typeof protocols>> = (value, path) =>
  protocols(typeof value === "string" ? value.toLowerCase() : value, path);

const longFields = object(
  {
    target: portNumber,
    published: portNumber,
    protocol,
    mode: enumOf("ingress", "host"),
    app_protocol: stringLike("a protocol", "http", (value) => value !== ""),
    name: text,
    host_ip: hostIp,
  },
  { target: "80" },
);

type WithDefaults = Complete<Infer<typeof longFields>, "app_protocol">;

export interface PortDocument extends Omit<WithDefaults, "name" | "host_ip"> {}

/** Ignores a port without a fixed number; services on one network reach each other's ports anyway. */
function leaveOut(why: string, publish: string, path: DiagnosticPath): readonly PortDocument[] {
  path.warn(`is not published: ${why}`, `write ${publish} to publish it on every node, or remove it`);
  return [];
}

const unnamed = "it names no port of the nodes, and swarm would pick one at random";

/** Returns a list, because the short syntax allows port ranges. */
const shortPorts: Schema<readonly PortDocument[]> = (value, path) => {
  const written = scalarText(value);
  if (/^[0-9]+(-[0-9]+)?(\/(tcp|udp|sctp))?$/i.test(written))
    return leaveOut(unnamed, `"${written.replace(/\/.*/, "")}:${written}"`, path);
  const [, address, published = "", target = "", protocol = "tcp"] = short.exec(written) ?? [];
  const isAddress =
    address === undefined || [...everywhere, "localhost"].includes(address) || isIP(bare(address)) > 0;
  if (target === "" || !isAddress)
    return path.error(`must be PUBLISHED:TARGET, but is ${show(value)}`, example);
  const plain = address === undefined ? written : written.slice(address.length + 1);
  if (address !== undefined && isLoopback(address)) return leaveOut(loopback(address), `"${plain}"`, path);
  if (address !== undefined && !everywhere.includes(address))
    return path.error(
      `asks for the address ${address}, but swarm publishes on all addresses of a node`,
      `write "${plain}"`,
    );
  const [outside, inside] = [portRange(published, path), portRange(target, path)];
  if (!outside || !inside) return undefined;
  if (outside.length !== inside.length)
    return path.error(
      `has ranges of different lengths, ${published} and ${target}`,
      "make them equally long",
    );
  return outside.map((port, index) => ({
    target: inside[index] ?? 0,
    published: port,
    protocol: protocol.toLowerCase() as Infer<typeof protocols>,
    mode: "ingress",
  }));
};

function portRange(written: string, path: DiagnosticPath): number[] | undefined {
  const [from = 0, to = from] = written.split("-").map(Number);
  const outside = [from, to].find((port) => port < 1 || port > 65535);
  if (outside !== undefined) return path.error(`names the port ${outside}`, "use ports from 1 to 65535");
  if (to < from) return path.error(`has a range that ends before it starts: ${written}`, "swap the two");
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const longPorts: Schema<readonly PortDocument[]> = (value, path) => {
  if (!isMapping(value)) return undefined;
  const port = longFields(value, path);
  if (port?.target === undefined) return undefined;
  const { host_ip = "" } = port;
  if (!("published" in value)) return leaveOut(unnamed, `published: ${port.target} beside it`, path);
  if (isLoopback(host_ip)) return leaveOut(loopback(host_ip), "it without host_ip", path);
  if (port.published === undefined) return undefined;
  const { target, published, protocol = "tcp", mode = "ingress", app_protocol } = port;
  return [{ target, published, protocol, mode, ...(app_protocol ? { app_protocol } : {}) }];
};

/** Load balancers carry TCP and UDP only. */
const carried = (read: Schema<readonly PortDocument[]>): Schema<readonly PortDocument[]> =>
  refine(read, (ports, path) => {
    if (ports.some(({ protocol }) => protocol === "sctp"))
      path.warn(
        "is published on the nodes alone; no load balancer carries SCTP",
        "let clients address the nodes",
      );
    return ports;
  });

export const ports: Schema<readonly PortDocument[]> = (value, path) => {
  const entry = union<readonly PortDocument[]>('a string like "8080:80" or a mapping', '"8080:80"', {
    text: carried(shortPorts),
    mapping: carried(longPorts),
  });
  if (!Array.isArray(value))
    return path.error(`must be a list, but is ${show(value)}`, 'write for example - "8080:80"');
  const seen = new Set<string>();
  return value.flatMap((item, index) => {
    const found = read(entry, item, path.at(index)) ?? [];
    const isNew = ({ published, target, protocol, mode }: PortDocument) => {
      const key = `${published}:${target}/${protocol} ${mode}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    };
    const own = found.filter(isNew);
    if (own.length < found.length) path.at(index).warn("repeats an earlier line", "remove it");
    return own;
  });
};
