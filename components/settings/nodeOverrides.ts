import type { MachineSpec } from "../machines/machine.ts";
import type { NodeSettings } from "./settings.ts";

export type OverriddenNode = Pick<
  MachineSpec,
  "name" | "role" | "pool" | "labels" | "availability" | "acceptDown"
>;

/** The spec with what `swarm:nodes` says: for the node over for its group over what it has by itself. */
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

/** The name under which `swarm:nodes` speaks of it and the nodes like it. */
export function groupOf({ role, pool }: Pick<MachineSpec, "role" | "pool">): string {
  return pool ?? role;
}
