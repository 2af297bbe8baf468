import { spawn } from "../../components/process/child.mjs";
import { SshSession } from "../../components/steps/sshSession.ts";
import { takeStack } from "../arguments.ts";
import { swarmTroubleAt } from "../cluster/health.ts";
import { openWay } from "../cluster/openWay.ts";
import { deployedCluster } from "../pulumi/deployedCluster.ts";

export const help = `npm run docker -- [--stack NAME] ARGUMENTS

Runs docker against the swarm's seed manager. Refuses if that machine is in somebody else's swarm.

  npm run docker -- node ls
  npm run docker -- service ls
  npm run docker -- service logs --follow example_api`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack, rest } = takeStack(args);
  const cluster = deployedCluster(stack);
  const [seed] = cluster.nodes;
  if (!seed) return 1;
  const session = new SshSession(await openWay(seed));
  return session.withEngine(async (dockerHost) => {
    const trouble = await swarmTroubleAt(dockerHost, cluster);
    if (trouble) throw new Error(trouble);
    return new Promise((resolve, reject) => {
      const child = spawn("docker", rest, {
        stdio: "inherit",
        env: { DOCKER_HOST: dockerHost, DOCKER_CONTEXT: undefined },
      });
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  });
}
