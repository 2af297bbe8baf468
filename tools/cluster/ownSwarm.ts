import { execFile as run } from "../../components/process/child.mjs";
import type { DeployedCluster } from "../pulumi/deployedCluster.ts";
import { type SwarmInfo, swarmTrouble } from "./health.ts";

/**
 * Why a command must not run on the seed's engine: its swarm is gone or belongs to another cluster. Undefined
 * if it is this cluster's.
 *
 * @param dockerHost the seed's engine
 */
export async function swarmTroubleAt(
  dockerHost: string,
  { cluster, nodes: [seed] }: Pick<DeployedCluster, "cluster" | "nodes">,
): Promise<string | undefined> {
  const { stdout } = await run("docker", ["info", "--format", "{{json .Swarm}}"], {
    env: { DOCKER_HOST: dockerHost, DOCKER_CONTEXT: undefined },
  });
  return swarmTrouble(seed?.name ?? "", JSON.parse(stdout) as SwarmInfo, cluster);
}
