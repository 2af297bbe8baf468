import type { MachineSpec } from "../../../machines/machine.ts";
import { addressAt } from "../../../net/cidr.ts";
import type { EngineObjects } from "../resources/engineObjects.ts";

type Site = { readonly stack: string; readonly own: { readonly subnet: string } };

/** A manager's address, and whether the volume with its raft state is gone. */
export function managerIdentity(
  { name, index }: Pick<MachineSpec, "name" | "index">,
  { stack, own }: Site,
  objects: EngineObjects,
) {
  return {
    name,
    address: managerAddress(own.subnet, index),
    isLost: () => objects.lacks("volume", `swarm-${stack}-${name}`),
  };
}

/** Managers keep their address for life: .10 to .16. */
export function managerAddress(subnet: string, index: number): string {
  return addressAt(subnet, 10 + index);
}
