import { spawn } from "../../components/process/child.mjs";
import { SshSession, unreachable } from "../../components/steps/sshSession.ts";
import { badArguments, takeStack } from "../arguments.ts";
import { openWay } from "../cluster/openWay.ts";
import { poolNode } from "../cluster/poolNodes.ts";
import { deployedCluster } from "../pulumi/deployedCluster.ts";

/** ssh's exit code for its own errors; commands rarely end with it. */
const sshFailed = 255;

export const help = `npm run ssh -- [--stack NAME] NODE [COMMAND]

Opens a shell on a node, or runs a command there. On AWS it goes through Session Manager if SSH is not open for you.

  npm run ssh -- manager-0
  npm run ssh -- worker-1 docker ps`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack, rest } = takeStack(args);
  const [name, ...command] = rest;
  if (name?.startsWith("-")) throw badArguments("ssh", `unknown option ${JSON.stringify(name)}`);
  const cluster = deployedCluster(stack);
  const { nodes } = cluster;
  const node =
    nodes.find((candidate) => candidate.name === name) ?? (name ? await poolNode(name, cluster) : undefined);
  if (!node) {
    const names = [
      ...nodes.map((candidate) => candidate.name),
      ...cluster.pools.map((pool) => `${pool.name}-i-…, which npm run status lists`),
    ].join(", ");
    console.error(
      name ? `no node is called ${name}\n  → one of: ${names}` : `which node?\n  → one of: ${names}`,
    );
    return 1;
  }
  const session = new SshSession(await openWay(node));
  const terminal = command.length === 0 && process.stdin.isTTY ? ["-t"] : [];
  return new Promise((resolve, reject) => {
    const child = spawn("ssh", [...session.arguments(...terminal), ...command], {
      stdio: "inherit",
      env: session.environment,
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === sshFailed) console.error(unreachable);
      resolve(code ?? 1);
    });
  });
}
