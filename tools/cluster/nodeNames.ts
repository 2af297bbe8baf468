import type { NodeLine, TaskLine } from "./health.ts";

/** The tables of a swarm with the node names of the settings, and the host name in brackets if it differs. */
export interface NamedLines {
  readonly nodes: readonly NodeLine[];
  readonly tasks: readonly TaskLine[];
}

/**
 * @param labels the label `swarm.node` of each node, in the same order; empty for a node without it
 * @param withIds the same tasks with node ids, because hosts can share a name
 */
export function withNodeNames(
  nodes: readonly NodeLine[],
  labels: readonly string[],
  tasks: readonly TaskLine[],
  withIds: readonly TaskLine[],
): NamedLines {
  const names = new Map(nodes.map(({ ID, Hostname }, index) => [ID, named(labels[index] ?? "", Hostname)]));
  const nodeOf = new Map(withIds.map(({ ID, Node }) => [ID, Node]));
  return {
    nodes: nodes.map((node) => ({ ...node, Hostname: names.get(node.ID) ?? node.Hostname })),
    tasks: tasks.map((task) => ({ ...task, Node: names.get(nodeOf.get(task.ID) ?? "") ?? task.Node })),
  };
}

/** `web-0 (localhost)` */
function named(label: string, host: string): string {
  return label === "" || label === host ? host : `${label} (${host})`;
}
