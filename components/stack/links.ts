import type { Place } from "../input/place.ts";
import { closest } from "../input/spelling.ts";
import type { ComposeDocument, ServiceDocument } from "./composeDocument.ts";
import type { Link, ShortKeys } from "./shortKeys.ts";

type Services = Record<string, ServiceDocument>;

/** Services reach each other by name in a network that both are in; a link's other name becomes an alias there. */
export function translateLinks(document: ComposeDocument, place: Place): ComposeDocument {
  const linked = Object.entries(document.services).flatMap(([name, service]) =>
    ((service as ShortKeys).links ?? []).map((link, index) => ({
      name,
      link,
      here: place.at("services").at(name).at("links").at(index),
    })),
  );
  const services: Services = Object.fromEntries(
    Object.entries(document.services).map(([name, { links: _links, ...service }]) => [name, service]),
  );
  for (const { name, link, here } of linked) {
    const shared = sharedNetworks(name, link, { ...document, services }, here);
    const other = services[link.service];
    if (shared && other && isFree(link, shared, services, here))
      services[link.service] = withAlias(other, link, shared);
  }
  return { ...document, services };
}

/** Docker puts services that name none into `default`. */
function networksOf({ networks = {} }: ServiceDocument): Readonly<Record<string, unknown>> {
  return Object.keys(networks).length > 0 ? networks : { default: {} };
}

function sharedNetworks(
  name: string,
  { service }: Link,
  { services, networks }: ComposeDocument,
  place: Place,
): readonly string[] | undefined {
  const [own, other] = [services[name], services[service]];
  if (!own || !other || !Object.hasOwn(services, service)) {
    const near = closest(service, Object.keys(services));
    return place.refuse(
      `names the service ${service}, which is not defined`,
      near ? `did you mean ${near}?` : "define it under services, or remove it",
    );
  }
  // The node's own network has no names in it.
  const shared = Object.keys(networksOf(own)).filter(
    (key) => Object.hasOwn(networksOf(other), key) && networks[key]?.name !== "host",
  );
  if (shared.length > 0) return shared;
  return place.refuse(
    `names ${service}, which shares no network with ${name}`,
    "put the services into one network; they reach each other by name",
  );
}

function aliasesOf(service: ServiceDocument, network: string): readonly string[] {
  return (networksOf(service)[network] as { aliases?: readonly string[] } | undefined)?.aliases ?? [];
}

/** In swarm all services of a network see an alias, so it must not be another's name there. */
function isFree(
  { service, alias }: Link,
  networks: readonly string[],
  services: Services,
  place: Place,
): boolean {
  const owner = Object.entries(services).find(
    ([name, other]) =>
      name !== service &&
      networks.some(
        (network) =>
          Object.hasOwn(networksOf(other), network) && [name, ...aliasesOf(other, network)].includes(alias),
      ),
  );
  if (!owner) return true;
  place.refuse(
    `calls ${service} ${alias}, which is what ${owner[0]} is called in a network of both`,
    "use another alias, or the service's own name",
  );
  return false;
}

function withAlias(
  service: ServiceDocument,
  { service: name, alias }: Link,
  networks: readonly string[],
): ServiceDocument {
  if (alias === name) return service;
  const attached = Object.entries(networksOf(service)).map(([network, attachment]) => {
    const aliases = aliasesOf(service, network);
    if (!networks.includes(network) || aliases.includes(alias)) return [network, attachment];
    return [network, { ...(attachment as object), aliases: [...aliases, alias] }];
  });
  return { ...service, networks: Object.fromEntries(attached) };
}
