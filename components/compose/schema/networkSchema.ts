import { isIP } from "node:net";
import { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import {
  boolean,
  forbidden,
  type Infer,
  ignoredKey,
  list,
  object,
  read,
  refine,
  type Schema,
  scalarText,
  stringLike,
  text,
} from "../../input/schema.ts";
import { definition, driverOptions, external, fullName, labels } from "./composeValues.ts";

const ownAddresses = ignoredKey("is left out; swarm gives the addresses of its networks", "remove it");

const range = object({
  subnet: text,
  gateway: ownAddresses,
  ip_range: ownAddresses,
  aux_addresses: ownAddresses,
});

const isIpv6 = (range: unknown) =>
  isMapping(range) && isIP(scalarText(range.subnet).split("/", 1).join("")) === 6;

/** Overlay networks have no IPv6. */
const ranges: Schema<readonly Infer<typeof range>[]> = (value, path) => {
  if (!Array.isArray(value)) return list(range)(value, path);
  return value.flatMap((item, index) => {
    const here = path.at(index);
    if (isIpv6(item)) here.warn("is left out; swarm's networks have no IPv6", "remove it");
    return isIpv6(item) ? [] : (read(range, item, here) ?? []);
  });
};

const ipam = object({
  driver: stringLike("default", "default", (value) => value === "default"),
  config: ranges,
  options: forbidden("is refused by swarm", "remove it"),
});

const localDrivers = ["host", "none", "null"];
const spanning = stringLike(
  "a driver that spans nodes",
  "overlay",
  (value) => value !== "" && !localDrivers.includes(value),
);
const driver: Schema<string> = (value, path) =>
  value === "bridge"
    ? path.warn("is left out; an overlay network takes its place on all nodes", "write overlay, or remove it")
    : spanning(value, path);

/** Options of a bridge network mean nothing to an overlay network. */
const bridgeOptions = ignoredKey("is left out with the driver bridge", "remove it");

/** A network that the stack creates, as written. */
function ownNetwork(written: unknown) {
  const isBridge = isMapping(written) && written.driver === "bridge";
  return object(
    {
      name: networkName(written),
      driver,
      driver_opts: isBridge ? bridgeOptions : driverOptions,
      ipam,
      external,
      internal: boolean,
      attachable: boolean,
      labels,
      enable_ipv4: usually(true, "swarm's networks have IPv4"),
      enable_ipv6: usually(false, "swarm's networks have no IPv6"),
    },
    {},
    "driver: overlay",
  );
}

export interface NetworkDocument extends Infer<ReturnType<typeof ownNetwork>> {}

export const network: Schema<NetworkDocument> = definition((value, path) =>
  isMapping(value) && external(value.external, DiagnosticPath.top(""))
    ? externalNetwork(value, path)
    : ownNetwork(value)(value, path),
);

/** Of a network that exists, docker reads nothing but the name. */
function externalNetwork(
  { name, external: _external, ...rest }: Readonly<Record<string, unknown>>,
  path: DiagnosticPath,
): NetworkDocument {
  for (const key of Object.keys(rest).filter((key) => !key.startsWith("x-")))
    path.at(key).warn("is left out; the network is external", "remove it");
  const given = name === undefined ? undefined : fullName(name, path.at("name"));
  return { external: true, ...(given === undefined ? {} : { name: given }) };
}

/** A boolean that is fixed in swarm. */
function usually(fixed: boolean, why: string): Schema<never> {
  return (value, path) => {
    const read = boolean(value, path);
    return read === undefined || read === fixed ? undefined : path.warn(`is left out; ${why}`, "remove it");
  };
}

/** Networks that every engine or swarm creates. */
const taken = ["bridge", "docker_gwbridge", "host", "ingress", "none"];

function networkName(whole: unknown): Schema<string> {
  if (isMapping(whole) && scalarText(whole.external) !== "" && scalarText(whole.external) !== "false")
    return fullName;
  return refine(fullName, (name, path) =>
    taken.includes(name)
      ? path.error(`is ${name}, a network of docker's own`, "write another name, or external: true beside it")
      : name,
  );
}
