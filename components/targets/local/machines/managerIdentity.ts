import type { MachineSpec } from "../../../machines/machine.ts";
import { addressAt } from "../../../net/cidr.ts";
import { spawnSync } from "../../../process/child.mjs";
import { deadlines } from "../../../steps/times.ts";

type Site = { readonly stack: string; readonly own: { readonly subnet: string } };

/** A manager's address, and whether the volume with its raft state is gone. */
export function managerIdentity({ name, index }: Pick<MachineSpec, "name" | "index">, { stack, own }: Site) {
  return {
    name,
    address: managerAddress(own.subnet, index),
    isLost: () => !volumeExists(`swarm-${stack}-${name}`),
  };
}

/** Managers keep their address for life: .10 to .16. */
export function managerAddress(subnet: string, index: number): string {
  return addressAt(subnet, 10 + index);
}

function volumeExists(name: string): boolean {
  const { status, stderr } = spawnSync("docker", ["volume", "inspect", name], {
    encoding: "utf8",
    timeout: deadlines.question * 1000,
  });
  // An engine that does not answer says nothing about the volume.
  return status === 0 || !/no such volume/i.test(stderr);
}
