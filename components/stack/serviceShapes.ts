import { isIP } from "node:net";
import {
  either,
  fields,
  flag,
  integer,
  leftOut,
  list,
  mapping,
  oneOf,
  refused,
  type Shape,
  show,
  text,
  textLike,
  then,
} from "../input/shape.ts";
import type { EnvFileDocument, ObjectUse } from "./composeDocument.ts";
import { words } from "./composeValues.ts";

/** Octal, as in `0440`; a text out of a variable is octal too. */
const fileMode: Shape<number> = (value, place) =>
  integer(
    0,
    0o7777,
    "0440",
  )(typeof value === "string" && /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) : value, place);

const longUse = fields(
  { source: text, target: text, uid: text, gid: text, mode: fileMode },
  { source: "password" },
) as Shape<ObjectUse>;

export const objectUse: Shape<ObjectUse> = either<ObjectUse>("a name or a mapping", "password", {
  text: then(text, (source) => ({ source })),
  mapping: longUse,
});

export const envFiles: Shape<readonly EnvFileDocument[]> = (value, place) => {
  const entry = either<EnvFileDocument>("a path or a mapping", "settings.env", {
    text: then(text, (path) => ({ path, required: true })),
    mapping: then(
      fields({ path: text, required: flag, format: oneOf("raw") }, { path: "settings.env" }),
      ({ path, required = true, format }) =>
        path === undefined ? undefined : { path, required, ...(format ? { raw: true } : {}) },
    ),
  });
  return Array.isArray(value) ? list(entry)(value, place) : then(entry, (file) => [file])(value, place);
};

const attachment = fields({
  aliases: words,
  ipv4_address: leftOut(
    "is left out; swarm gives the addresses",
    "remove it; services reach each other by name",
  ),
  ipv6_address: leftOut(
    "is left out; swarm gives the addresses",
    "remove it; services reach each other by name",
  ),
  link_local_ips: leftOut("is left out; swarm has nothing like it", "remove it"),
  mac_address: leftOut("is left out; swarm has nothing like it", "remove it"),
  priority: leftOut("is left out; swarm has nothing like it", "remove it"),
  gw_priority: leftOut("is left out; swarm has nothing like it", "remove it"),
  interface_name: leftOut("is left out; swarm has nothing like it", "remove it"),
  driver_opts: refused("is not known to the nodes' docker", "set driver_opts of the network itself"),
});

export const attachments = either<Record<string, unknown>>("a list of names or a mapping", "- front", {
  list: then(list(text), (names) => Object.fromEntries(names.map((name) => [name, {}]))),
  mapping: mapping((value, place) => (value === null ? {} : attachment(value, place))),
});

const condition: Shape<string> = then(
  oneOf("service_started", "service_healthy", "service_completed_successfully"),
  (word, place) =>
    word === "service_started"
      ? word
      : place.note(
          "is left out; swarm starts all services at once",
          "let the service try again until the other one answers, and write depends_on as a list",
        ),
);

const dependency = fields(
  {
    condition,
    restart: then(flag, (on, place) =>
      on ? place.note("is left out; swarm restarts no service for another one", "remove it") : undefined,
    ),
    required: flag,
  },
  {},
  "condition: service_healthy",
);

/** Swarm starts everything at once; an order without a condition is left out without harm. */
export const dependencies = either<readonly string[]>("a list of services", "- data", {
  list: list(text),
  mapping: then(
    mapping((value, place) => (value === null ? {} : dependency(value, place))),
    (services) => Object.keys(services).filter((name) => services[name]?.required !== false),
  ),
});

/** Docker writes what is no address into /etc/hosts, or drops it. */
const isHostAddress = (address: string) =>
  address === "host-gateway" || isIP(address.replace(/^\[(.*)\]$/, "$1")) > 0;

const hostAddress = textLike("an IP address or host-gateway", "10.0.0.5", isHostAddress);

const hostLine: Shape<string> = then(text, (line, place) => {
  const [, address] = /^[^\s:=]+[:=](.+)$/.exec(line) ?? [];
  return address !== undefined && isHostAddress(address)
    ? line
    : place.refuse(`must be NAME:ADDRESS, but is ${show(line)}`, 'write for example "name:10.0.0.5"');
});

export const hosts = either<Record<string, string> | readonly string[]>(
  "a list or a mapping",
  '- "name:10.0.0.5"',
  {
    list: list(hostLine),
    mapping: mapping(hostAddress),
  },
);
