import type { ComposeDocument } from "../document.ts";
import type { PublishedPort } from "../model.ts";
import { areDisjoint, parseConstraint } from "../schema/placementConstraint.ts";

/** More services than one port has nodes to be on, in any swarm that we know of. */
const mostOwners = 100;

interface Owner<Name> {
  readonly name: Name;
  readonly service: ComposeDocument["services"][string] | undefined;
  readonly mode: PublishedPort["mode"];
}

/**
 * Who publishes which ports of the nodes.
 *
 * With mode host a port is taken only on the nodes that have the service's tasks, so two services may share it where
 * no node can have both. With mode ingress every node listens.
 */
export class PortOwners<Name> {
  readonly #owners = new Map<string, Owner<Name>[]>();
  readonly #known = new Map<object, Map<object, boolean>>();

  /** Notes one more owner; returns an earlier one that it may meet on a node. */
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
    const answer = known.get(other.service) ?? !areDisjoint(constraintsOf(one), constraintsOf(other));
    known.set(other.service, answer);
    return answer;
  }
}

function constraintsOf({ service }: Owner<unknown>) {
  const written = (service?.deploy?.placement?.constraints ?? []) as readonly string[];
  return written.flatMap((text) => parseConstraint(text) ?? []);
}
