import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { swarmPorts } from "../../net/swarmPorts.ts";
import { type ComposeDocument, constraintsOf } from "../document.ts";
import type { PublishedPort } from "../model.ts";
import { PortOwners } from "./portOwners.ts";

/** Ports in use on every node, whatever the target. */
const nodePorts = new Map([
  ["22/tcp", "SSH"],
  ...swarmPorts.map(({ port, protocol, purpose }) => [`${port}/${protocol}`, `swarm's ${purpose}`] as const),
]);

export function publishedPorts({ services }: ComposeDocument): PublishedPort[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const runsEverywhere = service.deploy?.mode === "global" && constraintsOf(service).length === 0;
    return (service.ports ?? []).map(({ app_protocol, ...port }) => ({
      service: name,
      ...port,
      http: app_protocol === "http",
      everywhere: port.mode === "ingress" || runsEverywhere,
    }));
  });
}

/** Each port of a node can serve only one service, in all stacks. */
export function checkPublishedPorts(
  ports: readonly PublishedPort[],
  { services }: ComposeDocument,
  path: DiagnosticPath,
): void {
  const owners = new PortOwners<string>();
  for (const port of ports) {
    const here = path.at("services").at(port.service).at("ports");
    const name = `${port.published}/${port.protocol}`;
    const purpose = nodePorts.get(name);
    if (purpose) here.error(`publishes ${name}, which the nodes need for ${purpose}`, "publish another port");
    const owner = owners.add(port, port.service, services);
    if (owner)
      here.error(
        owner.name === port.service ? `publishes ${name} twice` : `publishes ${name}, as ${owner.name} does`,
        port.mode === "host" && owner.mode === "host" && owner.name !== port.service
          ? "publish another port, or give the two constraints that no node meets both of"
          : "publish another port",
      );
  }
}
