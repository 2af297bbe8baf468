import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { mapValues } from "../../input/mapValues.ts";
import {
  atMost,
  boolean,
  enumOf,
  forbidden,
  ignoredKey,
  isMapping,
  list,
  object,
  record,
  type Schema,
  scalarText,
  stringLike,
  text,
} from "../../input/schema.ts";
import type {
  ComposeDocument,
  Definition,
  NetworkDocument,
  ObjectDocument,
  ServiceDocument,
} from "../document.ts";
import { translateLinks } from "../translate/translateLinks.ts";
import { translateOneShots } from "../translate/translateOneShots.ts";
import { translateService } from "../translate/translateService.ts";
import { definition, external, labels, plainOrNull } from "./composeValues.ts";
import { fullName, networkName } from "./fullNames.ts";
import { countPorts, mostPorts } from "./portSchema.ts";
import { serviceRules } from "./serviceRules.ts";

const unsupported = (hint: string) => forbidden("is not supported yet", hint);

/** The part after `<stack>_` in the name that the swarm uses. */
const serviceName = keyLike(/^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/, "letters, digits, - and _");
const objectName = keyLike(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, "letters, digits, -, _ and .");

function keyLike(form: RegExp, allowed: string): Schema<string> {
  return (value, path) => {
    if (!form.test(scalarText(value))) path.error("is not a name that swarm takes", `use ${allowed}`);
    return scalarText(value);
  };
}

const service: Schema<ServiceDocument> = (value, path) => {
  const schemas = mapValues(serviceRules, ({ schema }) => schema);
  if (isMapping(value) && !("image" in value) && !("build" in value))
    path.error("has neither image nor build", "name an image, or the directory to build one from");
  const read = object(schemas, {}, "image: nginx")(value, path) as ServiceDocument | undefined;
  return read && translateService(read, path);
};

const ownAddresses = ignoredKey("is left out; swarm gives the addresses of its networks", "remove it");

const ipam = object({
  driver: stringLike("default", "default", (value) => value === "default"),
  config: list(
    object({
      subnet: text,
      gateway: ownAddresses,
      ip_range: ownAddresses,
      aux_addresses: ownAddresses,
    }),
  ),
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

const network: Schema<NetworkDocument> = definition((value, path) => {
  const isBridge = isMapping(value) && value.driver === "bridge";
  return object(
    {
      name: networkName(value),
      driver,
      driver_opts: isBridge ? bridgeOptions : record(plainOrNull),
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
  )(value, path) as NetworkDocument | undefined;
});

/** A boolean that is fixed in swarm. */
function usually(fixed: boolean, why: string): Schema<never> {
  return (value, path) => {
    const read = boolean(value, path);
    return read === undefined || read === fixed ? undefined : path.warn(`is left out; ${why}`, "remove it");
  };
}

const volumeFields = object(
  {
    name: fullName,
    driver: text,
    driver_opts: record(plainOrNull),
    external,
    labels,
  },
  {},
  "driver: local",
);

const volume: Schema<Definition> = definition((value, path) => {
  if (isMapping(value) && "x-cluster-spec" in value)
    path.at("x-cluster-spec").error("is not supported yet", "use a volume driver that every node has");
  return volumeFields(value, path) as Definition | undefined;
});

/** Content can be any bytes. */
const content: Schema<string> = (value, path) => {
  if (typeof value !== "string") return text(value, path);
  return text(value.replaceAll("\0", ""), path) === undefined ? undefined : value;
};

const objectFields = {
  name: fullName,
  external,
  file: text,
  content,
  environment: stringLike("the name of a variable", "PASSWORD", (value) => value !== ""),
  labels: unsupported("remove it"),
  template_driver: enumOf("golang"),
};

const config: Schema<ObjectDocument> = definition(
  object(objectFields, {}, "file: ./page.json") as Schema<ObjectDocument>,
);

const secret: Schema<ObjectDocument> = definition(
  object(
    {
      ...objectFields,
      content: forbidden("would show the secret in the file", "use file or environment"),
      driver: unsupported("make the secret in the swarm, and name it as external: true"),
      driver_opts: unsupported("make the secret in the swarm, and name it as external: true"),
    },
    {},
    "file: ./password.txt",
  ) as Schema<ObjectDocument>,
);

const services = (value: unknown, path: DiagnosticPath) => {
  const count = isMapping(value) ? countPorts(Object.values(value)) : 0;
  if (count > mostPorts)
    path.abandon(`publish ${count} ports, but may publish ${mostPorts}`, "publish fewer ports");
  const read = record(service, serviceName, "web: {image: nginx}")(value, path);
  if (isMapping(value) && Object.keys(value).length === 0) path.error("is empty", "write a service below it");
  return read;
};

/** The limit for each kind; a larger swarm should use several stacks. */
const most = 1000;

function section<T>(
  name: string,
  of: Schema<T>,
  key: Schema<string>,
  example: string,
): Schema<Record<string, T>> {
  const schema = atMost(most, name, record(of, key, example));
  return (value, path) => (value === null ? {} : schema(value, path));
}

const isService = (value: unknown) => isMapping(value) && ("image" in value || "build" in value);

function isVersionOne(data: Readonly<Record<string, unknown>>): boolean {
  return !("services" in data) && Object.values(data).some(isService);
}

/** Separates services that were written at the top level by mistake. */
function apart(data: unknown): { readonly plain: unknown; readonly misplaced: readonly string[] } {
  const entries = isMapping(data) ? Object.entries(data) : [];
  const misplaced = entries.filter(([, value]) => isService(value)).map(([name]) => name);
  if (misplaced.length === 0) return { plain: data, misplaced };
  return { plain: Object.fromEntries(entries.filter(([name]) => !misplaced.includes(name))), misplaced };
}

/** Reads a whole compose file. */
export function readDocument(data: unknown, stack: string, path: DiagnosticPath): ComposeDocument {
  if (isMapping(data) && isVersionOne(data)) {
    path.error("has services at its top, as compose files of version 1", "put them below the key services:");
    return { services: {}, networks: {}, volumes: {}, configs: {}, secrets: {} };
  }
  const { plain, misplaced } = apart(data);
  for (const name of misplaced)
    path.at(name).error("is a service beside services", "indent it, so that it stands below services");
  const document = object(
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
          : below.warn(`is left out; the stack is called ${stack}, as in swarm:stacks`, "remove it"),
      include: forbidden(
        "is known to docker compose only",
        `name all files in swarm:stacks.${stack}.files, or deploy the other one as a stack of its own`,
      ),
      models: forbidden("is known to docker compose only", "remove it"),
    },
    { services: "{web: {image: nginx}}" },
  )(plain, path);
  const { services: found = {}, networks = {}, volumes = {}, configs = {}, secrets = {} } = document ?? {};
  const read = translateLinks({ services: found, networks, volumes, configs, secrets }, path);
  return translateOneShots(read, data, path);
}
