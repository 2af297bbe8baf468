import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { closest } from "../../input/spelling.ts";
import { isSubnet, networkOf } from "../../net/cidr.ts";
import { withoutEndSlash } from "../binds/bindPath.ts";
import type { ComposeDocument, ServiceDocument } from "../document.ts";
import { imageKey } from "../schema/imageName.ts";
import { checkDependencies } from "./dependencyChecks.ts";

/** Swarm's limit for the names of services and networks, `<stack>_<key>`. */
const longestName = 63;

/** Checks that need several parts of a compose file. */
export function checkDocument(document: ComposeDocument, stack: string, path: DiagnosticPath): void {
  const known = definedIn(document);
  for (const [name, service] of Object.entries(document.services)) {
    const here = path.at("services").at(name);
    checkName(stack, name, here);
    checkReferences(service, known, here);
    checkDeploy(service, here);
    checkHealthcheck(service, here.at("healthcheck"));
    checkTargets(service, here);
    checkReserved(service, here);
  }
  for (const name of Object.keys(document.networks)) checkName(stack, name, path.at("networks").at(name));
  checkImageNames(document, path);
  checkDefinitions(document, path);
  checkDependencies(document, path);
}

function checkName(stack: string, key: string, path: DiagnosticPath): void {
  const name = `${stack}_${key}`;
  if (name.length > longestName)
    path.error(
      `is called ${name} in the swarm, ${name.length} characters`,
      `use a shorter key; ${longestName} are the most`,
    );
}

type Defined = Readonly<Record<keyof ComposeDocument, ReadonlySet<string>>>;

function definedIn(document: ComposeDocument): Defined {
  const keys = (section: keyof ComposeDocument) => new Set(Object.keys(document[section]));
  return {
    services: keys("services"),
    networks: keys("networks").add("default"),
    volumes: keys("volumes"),
    configs: keys("configs"),
    secrets: keys("secrets"),
  };
}

function checkReferences(service: ServiceDocument, known: Defined, path: DiagnosticPath): void {
  const networks = Object.keys(service.networks ?? {});
  const volumes = (service.volumes ?? []).map(({ type, source }) =>
    type === "volume" || (type === "cluster" && !source?.startsWith("group:")) ? source : undefined,
  );
  checkDefined("network", networks, known.networks, path.at("networks"));
  checkDefined("volume", volumes, known.volumes, path.at("volumes"));
  for (const kind of ["config", "secret"] as const) {
    const uses = (service[`${kind}s`] ?? []).map(({ source }) => source);
    checkDefined(kind, uses, known[`${kind}s`], path.at(`${kind}s`));
  }
  checkDefined(
    "config",
    [service.credential_spec?.config],
    known.configs,
    path.at("credential_spec").at("config"),
  );
}

function checkDefined(
  kind: string,
  names: readonly (string | undefined)[],
  known: ReadonlySet<string>,
  path: DiagnosticPath,
): void {
  for (const name of new Set(names)) {
    if (name === undefined || known.has(name)) continue;
    const near = closest(name, [...known]);
    path.error(
      `uses the ${kind} ${name}, which is not defined`,
      near ? `did you mean ${near}?` : `define it under ${kind}s at the top of the file`,
    );
  }
}

function checkDeploy({ deploy = {}, ports = [] }: ServiceDocument, path: DiagnosticPath): void {
  const here = path.at("deploy");
  const { mode = "replicated", replicas, endpoint_mode, update_config } = deploy;
  if (mode.startsWith("global") && replicas !== undefined)
    here
      .at("replicas")
      .error(`is ${replicas}, but mode ${mode} runs one task on every node`, "remove one of the two");
  if (mode.endsWith("-job") && update_config)
    here.at("update_config").error(`is refused by swarm for mode ${mode}`, "remove it");
  if (endpoint_mode === "dnsrr" && ports.some((port) => port.mode === "ingress"))
    here
      .at("endpoint_mode")
      .error(
        "is dnsrr, but ports are published with mode ingress, which needs vip",
        "publish them with mode: host",
      );
}

function checkHealthcheck({ healthcheck }: ServiceDocument, path: DiagnosticPath): void {
  const { test } = healthcheck ?? {};
  if (Array.isArray(test) && !["NONE", "CMD", "CMD-SHELL"].includes(test[0]))
    path
      .at("test")
      .error(
        test.length === 0 ? "is an empty list" : `starts with "${test[0]}"`,
        'start the list with "CMD", "CMD-SHELL" or "NONE"',
      );
  else if (Array.isArray(test)) checkProbe(test, path.at("test"));
}

/** The engine accepts these, but then the check never succeeds, or runs another command. */
function checkProbe([kind, ...args]: readonly string[], path: DiagnosticPath): void {
  if (kind === "NONE" && args.length > 0) path.error('has arguments after "NONE"', "remove them");
  if (kind !== "NONE" && args.length === 0)
    path.error(`has no command after "${kind}"`, 'write for example ["CMD", "curl", "localhost"]');
  if (kind === "CMD-SHELL" && args.length > 1)
    path.error(
      `has ${args.length} arguments after "CMD-SHELL", of which the shell runs the first`,
      'write one text for the shell, or start the list with "CMD"',
    );
}

/** Swarm refuses two mounts, configs or secrets with the same target in a container. */
function checkTargets(
  { volumes = [], tmpfs = [], configs = [], secrets = [] }: ServiceDocument,
  path: DiagnosticPath,
): void {
  const targets = {
    volumes: [...volumes, ...tmpfs].map(({ target }) => withoutEndSlash(target)),
    configs: configs.map(({ source, target }) => target ?? source),
    secrets: secrets.map(({ source, target }) => target ?? source),
  };
  for (const [key, all] of Object.entries(targets))
    for (const target of twiceIn(all))
      path.at(key).error(`has ${target} twice`, "give one of the two another target");
}

/** @param all undefined for a missing value, which is already an error */
function twiceIn(all: readonly (string | undefined)[]): Set<string> {
  const seen = new Set<string>();
  return new Set(all.filter((one) => one !== undefined).filter((one) => seen.has(one) || !seen.add(one)));
}

/** Two services whose images would have one name. */
function checkImageNames({ services }: ComposeDocument, path: DiagnosticPath): void {
  const owners = new Map<string, string>();
  for (const [name, { build }] of Object.entries(services)) {
    if (!build) continue;
    const owner = owners.get(imageKey(name));
    if (owner !== undefined)
      path
        .at("services")
        .at(name)
        .error(
          `gives its image the name ${imageKey(name)}, as ${owner} does`,
          "give one of the two another name; registries know no upper case",
        );
    owners.set(imageKey(name), name);
  }
}

function checkReserved({ labels = {} }: ServiceDocument, path: DiagnosticPath): void {
  for (const label of Object.keys(labels).filter((key) => key.startsWith("swarm.")))
    path
      .at("labels")
      .at(label)
      .error("begins with swarm., which is this program's own", "choose another name");
}

function checkDefinitions({ networks, volumes }: ComposeDocument, path: DiagnosticPath): void {
  for (const [name, { external, name: _name, ...rest }] of Object.entries(volumes)) {
    const others = Object.keys(rest);
    if (external && others.length > 0)
      path
        .at("volumes")
        .at(name)
        .error(`is external, but has ${others.join(", ")}`, "remove external, or the rest");
  }
  for (const [name, network] of Object.entries(networks))
    for (const [index, { subnet }] of (network.ipam?.config ?? []).entries()) {
      const here = path.at("networks").at(name).at("ipam").at("config").at(index).at("subnet");
      if (subnet === undefined || (isSubnet(subnet) && networkOf(subnet) === subnet)) continue;
      here.error(`must be a range of IPv4 addresses, but is "${subnet}"`, "write for example 10.100.0.0/24");
    }
}
