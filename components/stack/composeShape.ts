import type { Place } from "../input/place.ts";
import {
  atMost,
  fields,
  flag,
  isMapping,
  leftOut,
  list,
  mapping,
  oneOf,
  refused,
  type Shape,
  text,
  textLike,
  wordOf,
} from "../input/shape.ts";
import type {
  ComposeDocument,
  Definition,
  NetworkDocument,
  ObjectDocument,
  ServiceDocument,
} from "./composeDocument.ts";
import { serviceRules } from "./composeRules.ts";
import { definition, external, labels, plainOrNull } from "./composeValues.ts";
import { fullName, networkName } from "./fullNames.ts";
import { translateLinks } from "./links.ts";
import { translateOneShots } from "./oneShots.ts";
import { countPorts, mostPorts } from "./portShape.ts";
import { translateService } from "./translation.ts";

const unsupported = (remedy: string) => refused("is not supported yet", remedy);

/** What follows `<stack>_` in the swarm. */
const serviceName = keyLike(/^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/, "letters, digits, - and _");
const objectName = keyLike(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, "letters, digits, -, _ and .");

function keyLike(form: RegExp, allowed: string): Shape<string> {
  return (value, place) => {
    if (!form.test(wordOf(value))) place.refuse("is not a name that swarm takes", `use ${allowed}`);
    return wordOf(value);
  };
}

const service: Shape<ServiceDocument> = (value, place) => {
  const shapes = Object.fromEntries(Object.entries(serviceRules).map(([key, { shape }]) => [key, shape]));
  if (isMapping(value) && !("image" in value) && !("build" in value))
    place.refuse("has neither image nor build", "name an image, or the directory to build one from");
  const read = fields(shapes, {}, "image: nginx")(value, place) as ServiceDocument | undefined;
  return read && translateService(read, place);
};

const ownAddresses = leftOut("is left out; swarm gives the addresses of its networks", "remove it");

const ipam = fields({
  driver: textLike("default", "default", (value) => value === "default"),
  config: list(
    fields({
      subnet: text,
      gateway: ownAddresses,
      ip_range: ownAddresses,
      aux_addresses: ownAddresses,
    }),
  ),
  options: refused("is refused by swarm", "remove it"),
});

const localDrivers = ["host", "none", "null"];
const spanning = textLike(
  "a driver that spans nodes",
  "overlay",
  (value) => value !== "" && !localDrivers.includes(value),
);
const driver: Shape<string> = (value, place) =>
  value === "bridge"
    ? place.note(
        "is left out; an overlay network takes its place on all nodes",
        "write overlay, or remove it",
      )
    : spanning(value, place);

/** Options of a bridge mean nothing to an overlay network. */
const bridgeOptions = leftOut("is left out with the driver bridge", "remove it");

const network: Shape<NetworkDocument> = definition((value, place) => {
  const isBridge = isMapping(value) && value.driver === "bridge";
  return fields(
    {
      name: networkName(value),
      driver,
      driver_opts: isBridge ? bridgeOptions : mapping(plainOrNull),
      ipam,
      external,
      internal: flag,
      attachable: flag,
      labels,
      enable_ipv4: usually(true, "swarm's networks have IPv4"),
      enable_ipv6: usually(false, "swarm's networks have no IPv6"),
    },
    {},
    "driver: overlay",
  )(value, place) as NetworkDocument | undefined;
});

/** A truth value that swarm cannot change. */
function usually(fixed: boolean, why: string): Shape<never> {
  return (value, place) => {
    const read = flag(value, place);
    return read === undefined || read === fixed ? undefined : place.note(`is left out; ${why}`, "remove it");
  };
}

const volumeFields = fields(
  {
    name: fullName,
    driver: text,
    driver_opts: mapping(plainOrNull),
    external,
    labels,
  },
  {},
  "driver: local",
);

const volume: Shape<Definition> = definition((value, place) => {
  if (isMapping(value) && "x-cluster-spec" in value)
    place.at("x-cluster-spec").refuse("is not supported yet", "use a volume driver that every node has");
  return volumeFields(value, place) as Definition | undefined;
});

/** A content may be any bytes. */
const content: Shape<string> = (value, place) => {
  if (typeof value !== "string") return text(value, place);
  return text(value.replaceAll("\0", ""), place) === undefined ? undefined : value;
};

const objectFields = {
  name: fullName,
  external,
  file: text,
  content,
  environment: textLike("the name of a variable", "PASSWORD", (value) => value !== ""),
  labels: unsupported("remove it"),
  template_driver: oneOf("golang"),
};

const config: Shape<ObjectDocument> = definition(
  fields(objectFields, {}, "file: ./page.json") as Shape<ObjectDocument>,
);

const secret: Shape<ObjectDocument> = definition(
  fields(
    {
      ...objectFields,
      content: refused("would show the secret in the file", "use file or environment"),
      driver: unsupported("make the secret in the swarm, and name it as external: true"),
      driver_opts: unsupported("make the secret in the swarm, and name it as external: true"),
    },
    {},
    "file: ./password.txt",
  ) as Shape<ObjectDocument>,
);

const services = (value: unknown, place: Place) => {
  const count = isMapping(value) ? countPorts(Object.values(value)) : 0;
  if (count > mostPorts)
    place.abandon(`publish ${count} ports, but may publish ${mostPorts}`, "publish fewer ports");
  const read = mapping(service, serviceName, "web: {image: nginx}")(value, place);
  if (isMapping(value) && Object.keys(value).length === 0)
    place.refuse("is empty", "write a service below it");
  return read;
};

/** Of each kind; a swarm with more needs more than one stack. */
const most = 1000;

function section<T>(
  name: string,
  of: Shape<T>,
  key: Shape<string>,
  example: string,
): Shape<Record<string, T>> {
  const shape = atMost(most, name, mapping(of, key, example));
  return (value, place) => (value === null ? {} : shape(value, place));
}

const isService = (value: unknown) => isMapping(value) && ("image" in value || "build" in value);

function isVersionOne(data: Readonly<Record<string, unknown>>): boolean {
  return !("services" in data) && Object.values(data).some(isService);
}

/** Services that stand at the top by mistake. */
function apart(data: unknown): { readonly plain: unknown; readonly misplaced: readonly string[] } {
  const entries = isMapping(data) ? Object.entries(data) : [];
  const misplaced = entries.filter(([, value]) => isService(value)).map(([name]) => name);
  if (misplaced.length === 0) return { plain: data, misplaced };
  return { plain: Object.fromEntries(entries.filter(([name]) => !misplaced.includes(name))), misplaced };
}

/** A whole compose file. */
export function readDocument(data: unknown, stack: string, place: Place): ComposeDocument {
  if (isMapping(data) && isVersionOne(data)) {
    place.refuse(
      "has services at its top, as compose files of version 1",
      "put them below the key services:",
    );
    return { services: {}, networks: {}, volumes: {}, configs: {}, secrets: {} };
  }
  const { plain, misplaced } = apart(data);
  for (const name of misplaced)
    place.at(name).refuse("is a service beside services", "indent it, so that it stands below services");
  const document = fields(
    {
      services: atMost(most, "services", services),
      networks: section("networks", network, serviceName, "front: {}"),
      volumes: section("volumes", volume, objectName, "data: {}"),
      configs: section("configs", config, objectName, "page: {file: ./page.json}"),
      secrets: section("secrets", secret, objectName, "password: {file: ./password.txt}"),
      version: plainOrNull,
      name: (value, below) =>
        value === stack
          ? undefined
          : below.note(`is left out; the stack is called ${stack}, as in swarm:stacks`, "remove it"),
      include: refused(
        "is known to docker compose only",
        `name all files in swarm:stacks.${stack}.files, or deploy the other one as a stack of its own`,
      ),
      models: refused("is known to docker compose only", "remove it"),
    },
    { services: "{web: {image: nginx}}" },
  )(plain, place);
  const { services: found = {}, networks = {}, volumes = {}, configs = {}, secrets = {} } = document ?? {};
  const read = translateLinks({ services: found, networks, volumes, configs, secrets }, place);
  return translateOneShots(read, data, place);
}
