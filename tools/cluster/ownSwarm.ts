import { execFile as run } from "../../components/process/child.mjs";
import { type SwarmInfo, swarmTrouble } from "./health.ts";
import type { DeployedCluster } from "./stackState.ts";

/**
 * Why a command must not go to the seed manager's engine: its swarm is gone, or somebody else's. Undefined where it is
 * this cluster's.
 *
 * @param dockerHost the seed manager's engine
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
