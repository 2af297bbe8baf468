import type { MachineSpec } from "../machines/machine.ts";
import type { NodeSettings } from "./nodesSchema.ts";

export type OverriddenNode = Pick<
  MachineSpec,
  "name" | "role" | "pool" | "labels" | "availability" | "acceptDown"
>;

/** Applies `swarm:nodes` to a spec: a node's entry overrides its group's, which overrides the spec. */
export function withOverrides<T extends OverriddenNode>(
  spec: T,
  nodes: Readonly<Record<string, NodeSettings>>,
): T {
  const group = nodes[groupOf(spec)];
  const own = nodes[spec.name];
  const availability = own?.availability ?? group?.availability ?? spec.availability;
  return {
    ...spec,
    labels: { ...spec.labels, ...group?.labels, ...own?.labels },
    ...(availability === undefined ? {} : { availability }),
    ...(own?.acceptDown ? { acceptDown: true } : {}),
  };
}

/** The name in `swarm:nodes` for a node and all others of its pool or role. */
export function groupOf({ role, pool }: Pick<MachineSpec, "role" | "pool">): string {
  return pool ?? role;
}
