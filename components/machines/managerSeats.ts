import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import { spawnSync } from "../process/child.mjs";
import type { Connection } from "../remote/connection.ts";
import { managerAddress } from "./containerNetwork.ts";
import type { MachineSpec } from "./machine.ts";

type Place = { readonly stack: string; readonly local: { readonly subnet: string } };

/** How a manager's container is reached, known before there is one. */
export function doorOf(
  { name }: Pick<MachineSpec, "name">,
  port: number,
  keys: ClusterKeys,
): pulumi.Output<{ readonly name: string; readonly connection: Connection }> {
  return pulumi.all([keys.client, keys.host(name)]).apply(([client, host]) => ({
    name,
    connection: {
      host: "127.0.0.1",
      port,
      user: "root",
      privateKey: client.privateKey,
      hostKey: host.publicKey,
    },
  }));
}

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
