import { isIP } from "node:net";
import {
  boolean,
  type Complete,
  enumOf,
  forbidden,
  type Having,
  type Infer,
  ignoredKey,
  integer,
  list,
  object,
  record,
  refine,
  type Schema,
  show,
  stringLike,
  text,
  union,
} from "../../input/schema.ts";
import { uniqueStrings } from "./composeValues.ts";
import { ownerId } from "./processSettings.ts";

/** Octal, as in `0440`; a string from a variable is octal too. */
const fileMode: Schema<number> = (value, path) =>
  integer(
    0,
    0o7777,
    "0440",
  )(typeof value === "string" && /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) : value, path);

const longUse = object(
  { source: text, target: text, uid: ownerId, gid: ownerId, mode: fileMode },
  { source: "password" },
);

/** A service's use of a config or a secret. */
export interface ObjectUse extends Having<Infer<typeof longUse>, "source"> {}

export const objectUse: Schema<ObjectUse> = union<ObjectUse>("a name or a mapping", "password", {
  text: refine(text, (source) => ({ source })),
  mapping: longUse as Schema<ObjectUse>,
});

export interface EnvFileDocument {
  readonly path: string;
  readonly required: boolean;
  /** True: lines are taken literally, without quotes and variables. */
  readonly raw?: boolean;
}

export const envFiles: Schema<readonly EnvFileDocument[]> = (value, where) => {
  const entry = union<EnvFileDocument>("a path or a mapping", "settings.env", {
    text: refine(text, (path) => ({ path, required: true })),
    mapping: refine(
      object({ path: text, required: boolean, format: enumOf("raw") }, { path: "settings.env" }),
      ({ path, required = true, format }) =>
        path === undefined ? undefined : { path, required, ...(format ? { raw: true } : {}) },
    ),
  });
  return Array.isArray(value) ? list(entry)(value, where) : refine(entry, (file) => [file])(value, where);
};

const attachment = object({
  aliases: uniqueStrings,
  ipv4_address: ignoredKey(
    "is left out; swarm gives the addresses",
    "remove it; services reach each other by name",
  ),
  ipv6_address: ignoredKey(
    "is left out; swarm gives the addresses",
    "remove it; services reach each other by name",
  ),
  link_local_ips: ignoredKey("is left out; swarm has nothing like it", "remove it"),
  mac_address: ignoredKey("is left out; swarm has nothing like it", "remove it"),
  priority: ignoredKey("is left out; swarm has nothing like it", "remove it"),
  gw_priority: ignoredKey("is left out; swarm has nothing like it", "remove it"),
  interface_name: ignoredKey("is left out; swarm has nothing like it", "remove it"),
  driver_opts: forbidden("is not known to the nodes' docker", "set driver_opts of the network itself"),
});

export const attachments = union<Readonly<Record<string, Infer<typeof attachment>>>>(
  "a list of names or a mapping",
  "- front",
  {
    list: refine(list(text), (names) => Object.fromEntries(names.map((name) => [name, {}]))),
    mapping: record((value, path) => (value === null ? {} : attachment(value, path))),
  },
);

const dependency = object(
  {
    condition: enumOf("service_started", "service_healthy", "service_completed_successfully"),
    restart: refine(boolean, (on, path) =>
      on ? path.warn("is left out; swarm restarts no service for another one", "remove it") : undefined,
    ),
    /** False: the other service may be missing. */
    required: boolean,
  },
  {},
  "condition: service_healthy",
);

/** How a service depends on another one. */
export type DependencyDocument = Complete<Pick<Infer<typeof dependency>, "condition" | "required">>;

const started: DependencyDocument = { condition: "service_started", required: true };

export const dependencies = union<Readonly<Record<string, DependencyDocument>>>(
  "a list of services",
  "- data",
  {
    list: refine(list(text), (names) => Object.fromEntries(names.map((name) => [name, started]))),
    mapping: record((value, path): DependencyDocument => {
      const written = value === null ? undefined : dependency(value, path);
      const { condition, required } = written ?? started;
      return { condition: condition ?? started.condition, required: required ?? started.required };
    }),
  },
);

/** Docker writes a value that is not an address into /etc/hosts as it is, or drops it. */
const isHostAddress = (address: string) =>
  address === "host-gateway" || isIP(address.replace(/^\[(.*)\]$/, "$1")) > 0;

const hostAddress = stringLike("an IP address or host-gateway", "10.0.0.5", isHostAddress);

const hostLine: Schema<string> = refine(text, (line, path) => {
  const [, address] = /^[^\s:=]+[:=](.+)$/.exec(line) ?? [];
  return address !== undefined && isHostAddress(address)
    ? line
    : path.error(`must be NAME:ADDRESS, but is ${show(line)}`, 'write for example "name:10.0.0.5"');
});

export const hosts = union<Record<string, string> | readonly string[]>(
  "a list or a mapping",
  '- "name:10.0.0.5"',
  {
    list: list(hostLine),
    mapping: record(hostAddress),
  },
);
