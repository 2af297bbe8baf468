import type { Place } from "../input/place.ts";
import {
  either,
  fields,
  integer,
  isMapping,
  oneOf,
  read,
  refused,
  type Shape,
  show,
  text,
  textLike,
} from "../input/shape.ts";
import type { PortDocument } from "./composeDocument.ts";

const short = /^(?:(.+):)?([0-9]+(?:-[0-9]+)?):([0-9]+(?:-[0-9]+)?)(?:\/(tcp|udp))?$/;
const example = 'write for example "8080:80"';
const portNumber = integer(1, 65535, 8080);

const unpublished = "would be published on a port that swarm picks at random";

/** A port in the short syntax may be a range, so it gives a list. */
const shortPorts: Shape<readonly PortDocument[]> = (value, place) => {
  const written = String(value);
  if (/^[0-9]+(-[0-9]+)?(\/(tcp|udp))?$/.test(written))
    return place.refuse(unpublished, `name both, for example "${written.replace(/\/.*/, "")}:${written}"`);
  const [, address, published = "", target = "", protocol = "tcp"] = short.exec(written) ?? [];
  if (target === "") return place.refuse(`must be PUBLISHED:TARGET, but is ${show(value)}`, example);
  if (address !== undefined)
    return place.refuse(
      `asks for the address ${address}, but swarm publishes on all addresses of a node`,
      `write "${written.slice(address.length + 1)}"`,
    );
  const [outside, inside] = [portRange(published, place), portRange(target, place)];
  if (!outside || !inside) return undefined;
  if (outside.length !== inside.length)
    return place.refuse(
      `has ranges of different lengths, ${published} and ${target}`,
      "make them equally long",
    );
  return outside.map((port, index) => ({
    target: inside[index] ?? 0,
    published: port,
    protocol: protocol as "tcp" | "udp",
    mode: "ingress",
  }));
};

function portRange(written: string, place: Place): number[] | undefined {
  const [from = 0, to = from] = written.split("-").map(Number);
  const outside = [from, to].find((port) => port < 1 || port > 65535);
  if (outside !== undefined) return place.refuse(`names the port ${outside}`, "use ports from 1 to 65535");
  if (to < from) return place.refuse(`has a range that ends before it starts: ${written}`, "swap the two");
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const longFields = fields(
  {
    target: portNumber,
    published: portNumber,
    protocol: oneOf("tcp", "udp"),
    mode: oneOf("ingress", "host"),
    app_protocol: textLike("a protocol", "http", (value) => value !== ""),
    name: text,
    host_ip: refused("is ignored by swarm, which publishes on all addresses of a node", "remove it"),
  },
  { target: "80" },
);

const longPorts: Shape<readonly PortDocument[]> = (value, place) => {
  if (!isMapping(value)) return undefined;
  if (!("published" in value)) return place.refuse(unpublished, "name it, for example published: 8080");
  const port = longFields(value, place);
  if (port?.target === undefined || port.published === undefined) return undefined;
  const { target, published, protocol = "tcp", mode = "ingress", app_protocol } = port;
  return [{ target, published, protocol, mode, ...(app_protocol ? { app_protocol } : {}) }];
};

export const ports: Shape<readonly PortDocument[]> = (value, place) => {
  const entry = either<readonly PortDocument[]>('a text like "8080:80" or a mapping', '"8080:80"', {
    text: shortPorts,
    mapping: longPorts,
  });
  if (!Array.isArray(value))
    return place.refuse(`must be a list, but is ${show(value)}`, 'write for example - "8080:80"');
  return value.flatMap((item, index) => read(entry, item, place.at(index)) ?? []);
};
