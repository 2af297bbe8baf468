import { cluster } from "./fakeHost.ts";
import type { SwarmFacts } from "./swarmHost/swarmFacts.ts";
import { SwarmHost } from "./swarmHost/swarmHost.ts";
import type { NodeFacts } from "./swarmHost/swarmState.ts";

/** The node that member.sh adds or removes. */
export const id = "node-7";

/** A manager of a swarm with the node, and with whatever else the test says. */
export const newcomer = ({
  services = {},
  nodes = {},
  ...node
}: NodeFacts & Pick<SwarmFacts, "services" | "nodes"> = {}): SwarmHost =>
  new SwarmHost({ nodes: { [id]: node, ...nodes }, services });

export const member = (host: SwarmHost, ...args: string[]) => host.step("swarm/scripts/member.sh", args);

/** The update that sets a node's labels and availability. */
export function set(node: string, availability: string, ...labels: string[]): string {
  const all = [
    ...labels,
    `swarm.labels=${labels.map((label) => label.split("=")[0]).join(",")}`,
    ...[`swarm.node=${node}`, `swarm.cluster=${cluster}`, "swarm.seed=manager-0"],
  ];
  const options = all.flatMap((label) => ["--label-add", label]);
  return ["node update", ...options, "--availability", availability, id].join(" ");
}
