import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { mapValues } from "../../input/mapping.ts";
import { closest } from "../../input/spelling.ts";
import { type ComposeDocument, networksOf, type ServiceDocument } from "../document.ts";
import type { Link } from "../schema/legacyKeys.ts";

/** Each link counts once per network that both services share. */
const mostAliases = 50_000;

type Services = Record<string, ServiceDocument>;

/** Services reach each other by name in a shared network; a link's alias becomes a network alias there. */
export function translateLinks(document: ComposeDocument, path: DiagnosticPath): ComposeDocument {
  const linked = Object.entries(document.services).flatMap(([name, service]) =>
    (service.links ?? []).map((link, index) => ({
      name,
      link,
      here: path.at("services").at(name).at("links").at(index),
    })),
  );
  const services: Services = mapValues(document.services, ({ links: _links, ...service }) => service);
  if (linked.length === 0) return { ...document, services };
  const names = namesIn(services);
  const given = new Map<string, Map<string, Set<string>>>();
  let count = 0;
  for (const { name, link, here } of linked) {
    const { service, alias } = link;
    const shared = sharedNetworks(name, link, { ...document, services }, here);
    if (!shared || !isFree(link, shared, names, here) || alias === service) continue;
    count += shared.length;
    if (count > mostAliases)
      here.abandon(`comes to more than ${mostAliases} aliases with the links before it`, "remove links");
    for (const network of shared) {
      add(names, network, alias, service);
      add(given, service, network, alias);
    }
  }
  const aliased = Object.entries(services).map(([name, service]) => [
    name,
    withAliases(service, given.get(name) ?? new Map()),
  ]);
  return { ...document, services: Object.fromEntries(aliased) };
}

/** The services that a name reaches, by network and name. */
type Names = Map<string, Map<string, Set<string>>>;

function namesIn(services: Services): Names {
  const found: Names = new Map();
  for (const [name, service] of Object.entries(services))
    for (const network of Object.keys(networksOf(service)))
      for (const alias of [name, ...aliasesOf(service, network)]) add(found, network, alias, name);
  return found;
}

function add(to: Map<string, Map<string, Set<string>>>, first: string, second: string, value: string): void {
  const there = to.get(first) ?? new Map<string, Set<string>>();
  to.set(first, there.set(second, (there.get(second) ?? new Set()).add(value)));
}

function sharedNetworks(
  name: string,
  { service }: Link,
  { services, networks }: ComposeDocument,
  path: DiagnosticPath,
): readonly string[] | undefined {
  const [own, other] = [services[name], services[service]];
  if (!own || !other || !Object.hasOwn(services, service)) {
    const near = closest(service, Object.keys(services));
    return path.error(
      `names the service ${service}, which is not defined`,
      near ? `did you mean ${near}?` : "define it under services, or remove it",
    );
  }
  // The node's own network has no service names.
  const theirs = networksOf(other);
  const shared = Object.keys(networksOf(own)).filter(
    (key) => Object.hasOwn(theirs, key) && networks[key]?.name !== "host",
  );
  if (shared.length > 0) return shared;
  return path.error(
    `names ${service}, which shares no network with ${name}`,
    "put the services into one network; they reach each other by name",
  );
}

function aliasesOf(service: ServiceDocument, network: string): readonly string[] {
  return networksOf(service)[network]?.aliases ?? [];
}

/** In swarm every service of a network sees an alias, so no other service may use that name there. */
function isFree(
  { service, alias }: Link,
  networks: readonly string[],
  names: Names,
  path: DiagnosticPath,
): boolean {
  const [owner] = networks
    .flatMap((network) => [...(names.get(network)?.get(alias) ?? [])])
    .filter((name) => name !== service);
  if (owner === undefined) return true;
  path.error(
    `calls ${service} ${alias}, which is what ${owner} is called in a network of both`,
    "use another alias, or the service's own name",
  );
  return false;
}

/** Adds the aliases of links to the service's own. */
function withAliases(
  service: ServiceDocument,
  given: ReadonlyMap<string, ReadonlySet<string>>,
): ServiceDocument {
  if (given.size === 0) return service;
  const attached = Object.entries(networksOf(service)).map(([network, attachment]) => {
    const added = given.get(network);
    if (!added) return [network, attachment];
    const aliases = [...new Set([...aliasesOf(service, network), ...added])];
    return [network, { ...attachment, aliases }];
  });
  return { ...service, networks: Object.fromEntries(attached) };
}
