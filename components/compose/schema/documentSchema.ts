import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { atMost, forbidden, object, record, type Schema, scalarText } from "../../input/schema.ts";
import type { ComposeDocument, ServiceDocument } from "../document.ts";
import { translateService } from "../translate/translateService.ts";
import { plainOrNull } from "./composeValues.ts";
import { network } from "./networkSchema.ts";
import { config, secret } from "./objectSchema.ts";
import { countPorts, mostPorts } from "./portSchema.ts";
import { ruled } from "./rule.ts";
import { serviceRules } from "./serviceRules.ts";
import { volume } from "./volumeSchema.ts";

/** The part after `<stack>_` in the name that the swarm uses. */
const serviceName = keyLike(/^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/, "letters, digits, - and _");
const objectName = keyLike(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, "letters, digits, -, _ and .");

function keyLike(form: RegExp, allowed: string): Schema<string> {
  return (value, path) => {
    if (!form.test(scalarText(value))) path.error("is not a name that swarm takes", `use ${allowed}`);
    return scalarText(value);
  };
}

const written = ruled(serviceRules, "image: nginx");

const service: Schema<ServiceDocument> = (value, path) => {
  if (isMapping(value) && !("image" in value) && !("build" in value))
    path.error("has neither image nor build", "name an image, or the directory to build one from");
  const read = written(value, path);
  return read && translateService(read, path);
};

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

const sections = ["services", "networks", "volumes", "configs", "secrets", "models"];

/** A service at the top; a section can have a network called image. */
const isMisplaced = ([name, value]: readonly [string, unknown]) =>
  !sections.includes(name) && !name.startsWith("x-") && isService(value);

function isVersionOne(data: Readonly<Record<string, unknown>>): boolean {
  return !("services" in data) && Object.entries(data).some(isMisplaced);
}

/** Separates services that were written at the top level by mistake. */
function apart(data: unknown): { readonly plain: unknown; readonly misplaced: readonly string[] } {
  const entries = isMapping(data) ? Object.entries(data) : [];
  const misplaced = entries.filter(isMisplaced).map(([name]) => name);
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
      models: forbidden("works only with docker compose", "remove it"),
      jobs: forbidden("works only with docker compose", "write services with deploy.mode: replicated-job"),
    },
    { services: "{web: {image: nginx}}" },
  )(plain, path);
  const { services: found = {}, networks = {}, volumes = {}, configs = {}, secrets = {} } = document ?? {};
  return { services: found, networks, volumes, configs, secrets };
}
