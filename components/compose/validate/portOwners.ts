import { type ComposeDocument, constraintsOf, type ServiceDocument } from "../document.ts";
import type { PublishedPort } from "../model.ts";
import { areDisjoint, parseConstraint } from "../schema/placementConstraint.ts";

/** More services than one port can have in any swarm we know of. */
const mostOwners = 100;

interface Owner<Name> {
  readonly name: Name;
  readonly service: ServiceDocument | undefined;
  readonly mode: PublishedPort["mode"];
}

/**
 * Tracks which services publish which ports of the nodes.
 *
 * With mode host only the nodes that run the service's tasks use the port, so two services can share it if no
 * node can run both. With mode ingress every node listens.
 */
export class PortOwners<Name> {
  readonly #owners = new Map<string, Owner<Name>[]>();
  readonly #known = new Map<object, Map<object, boolean>>();

  /** Adds an owner; returns an earlier one that can conflict with it on a node. */
  add(
    port: PublishedPort,
    name: Name,
    services: ComposeDocument["services"],
  ): Pick<Owner<Name>, "name" | "mode"> | undefined {
    const key = `${port.published}/${port.protocol}`;
    const owner = { name, service: services[port.service], mode: port.mode };
    const others = this.#owners.get(key) ?? [];
    const met = others.length < mostOwners ? others.find((other) => this.#mayMeet(other, owner)) : others[0];
    if (met) return met;
    others.push(owner);
    this.#owners.set(key, others);
    return undefined;
  }

  #mayMeet(one: Owner<Name>, other: Owner<Name>): boolean {
    if (one.mode !== "host" || other.mode !== "host" || !one.service || !other.service) return true;
    const known = this.#known.get(one.service) ?? new Map<object, boolean>();
    this.#known.set(one.service, known);
    const answer =
      known.get(other.service) ??
      !areDisjoint(parsedConstraints(one.service), parsedConstraints(other.service));
    known.set(other.service, answer);
    return answer;
  }
}

function parsedConstraints(service: ServiceDocument) {
  return constraintsOf(service).flatMap((text) => parseConstraint(text) ?? []);
}
