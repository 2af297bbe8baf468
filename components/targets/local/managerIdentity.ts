import type { MachineSpec } from "../../machines/machine.ts";
import { managerAddress } from "../../net/cidr.ts";
import { spawnSync } from "../../process/child.mjs";

type Site = { readonly stack: string; readonly local: { readonly subnet: string } };

/** Where a manager is in raft, and whether the volume is gone that its place there lay on. */
export function managerIdentity(
  { name, index }: Pick<MachineSpec, "name" | "index">,
  { stack, local }: Site,
) {
  return {
    name,
    address: managerAddress(local.subnet, index),
    isLost: () => !volumeExists(`swarm-${stack}-${name}`),
  };
}

function volumeExists(name: string): boolean {
  const { status, stderr } = spawnSync("docker", ["volume", "inspect", name], {
    encoding: "utf8",
    timeout: 5000,
  });
  // An engine that does not answer tells nothing about a volume.
  return status === 0 || !/no such volume/i.test(stderr);
}
