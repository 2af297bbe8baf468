import { labelNames } from "../../components/names.ts";
import { execFile as run } from "../../components/process/child.mjs";
import type { Connection } from "../../components/steps/connection.ts";
import { SshSession } from "../../components/steps/sshSession.ts";
import type { DeployedCluster, DeployedNode } from "../pulumi/deployedCluster.ts";
import { openWay } from "./openWay.ts";

/** The pool that scales to which a node belongs: `web` for `web-i-0123456789abcdef0`. */
export function poolOf(node: string, { pools }: Pick<DeployedCluster, "pools">): string | undefined {
  const pool = /^(.+)-i-[0-9a-f]{8,17}$/.exec(node)?.[1];
  return pools.find(({ name }) => name === pool)?.name;
}

/** The address in the output of `docker node ls` and `inspect`, by line `NODE ADDRESS`; undefined if it is gone. */
export function addressIn(lines: string, node: string): string | undefined {
  const line = lines.split("\n").find((one) => one.split(" ")[0] === node);
  return line?.split(" ")[1];
}

/** The connection to a machine that joined by itself: through the bastion, or through the seed. */
export function poolConnection(seed: Connection, address: string, hostKey: string): Connection {
  const { tunnel: _, proxy = seed, ...rest } = seed;
  const { host, port, user, privateKey, hostKey: proxyKey } = proxy;
  return {
    ...rest,
    host: address,
    port: 22,
    hostKey,
    proxy: { host, port, user, privateKey, hostKey: proxyKey },
  };
}

/** A node of a pool that scales, which only the swarm knows; undefined if it knows none of this name. */
export async function poolNode(node: string, cluster: DeployedCluster): Promise<DeployedNode | undefined> {
  const pool = poolOf(node, cluster);
  const [seed] = cluster.nodes;
  if (pool === undefined || !seed) return undefined;
  const connection = await openWay(seed);
  const address = await new SshSession(connection).withEngine(async (dockerHost) => {
    const env = { DOCKER_HOST: dockerHost, DOCKER_CONTEXT: undefined };
    const format = `{{index .Spec.Labels "${labelNames.node}"}} {{.Status.Addr}}`;
    const docker = async (...args: string[]) => (await run("docker", args, { env })).stdout.trim();
    const ids = await docker("node", "ls", "--quiet", "--filter", `node.label=${labelNames.pool}=${pool}`);
    if (!ids) return undefined;
    return addressIn(await docker("node", "inspect", "--format", format, ...ids.split("\n")), node);
  });
  const hostKey = cluster.pools.find(({ name }) => name === pool)?.hostKey ?? "";
  return address === undefined
    ? undefined
    : { name: node, connection: poolConnection(connection, address, hostKey) };
}
