import type { Place } from "../input/place.ts";
import { swarmPorts } from "../machines/swarmPorts.ts";
import type { ComposeDocument } from "./composeDocument.ts";
import type { PublishedPort } from "./composeModel.ts";

/** Taken on every node, whatever its target. */
const nodePorts = [
  { port: 22, protocol: "tcp", purpose: "SSH" },
  ...swarmPorts.map(({ port, protocol, purpose }) => ({ port, protocol, purpose: `swarm's ${purpose}` })),
];

export function publishedPorts({ services }: ComposeDocument): PublishedPort[] {
  return Object.entries(services).flatMap(([service, { ports = [] }]) =>
    ports.map(({ app_protocol, ...port }) => ({ service, ...port, http: app_protocol === "http" })),
  );
}

/** A port of a node serves one service only, in the same stack or in another. */
export function checkPublishedPorts(ports: readonly PublishedPort[], place: Place): void {
  for (const [index, port] of ports.entries()) {
    const here = place.at("services").at(port.service).at("ports");
    const name = `${port.published}/${port.protocol}`;
    const same = (other: { protocol: string }, number: number | undefined) =>
      number === port.published && other.protocol === port.protocol;
    const owner = nodePorts.find((other) => same(other, other.port));
    if (owner)
      here.refuse(`publishes ${name}, which the nodes need for ${owner.purpose}`, "publish another port");
    const earlier = ports.slice(0, index).find((other) => same(other, other.published));
    if (earlier)
      here.refuse(
        earlier.service === port.service
          ? `publishes ${name} twice`
          : `publishes ${name}, as ${earlier.service} does`,
        "publish another port",
      );
  }
}
