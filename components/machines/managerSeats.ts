import { spawnSync } from "../process/child.mjs";
import type { MachineSpec } from "./machine.ts";
import { managerAddress } from "./subnet.ts";

type Place = { readonly stack: string; readonly local: { readonly subnet: string } };

/** Where a manager is in raft, and whether the volume is gone that its place there lay on. */
export function seatOf({ name, index }: Pick<MachineSpec, "name" | "index">, { stack, local }: Place) {
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
