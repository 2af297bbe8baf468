import { execFile as run } from "../../components/process/child.mjs";
import { pulumiEnvironment } from "./environment.ts";
import { type DeployedCluster, readCluster, type StateFile } from "./state.ts";

/**
 * Reads the cluster of a Pulumi stack from its state.
 *
 * @param stack default: `SWARM_STACK` from the environment, or `dev`
 */
export async function readStack(stack = process.env.SWARM_STACK ?? "dev"): Promise<DeployedCluster> {
  const { stdout } = await run("pulumi", ["stack", "export", "--show-secrets", "--stack", stack], {
    env: pulumiEnvironment(),
    maxBuffer: 256 * 1024 * 1024,
  }).catch((error: { stderr?: string }) => {
    throw new Error(`stack ${stack} cannot be read: ${error.stderr?.trim()}\n  → npm start makes it`);
  });
  const cluster = readCluster(JSON.parse(stdout) as StateFile);
  if (cluster.nodes.length === 0) throw new Error(`stack ${stack} has no swarm\n  → npm start makes one`);
  return cluster;
}
