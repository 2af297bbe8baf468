import { markedOutput } from "../../components/steps/markedOutput.ts";
import { stepScript } from "../../components/steps/script.ts";
import { inlineCommand } from "../../components/steps/shell.ts";
import { CommandFailed, SshSession } from "../../components/steps/sshSession.ts";
import { ownArguments, stackOption } from "../arguments.ts";
import { spreadTable } from "../cluster/spreadTable.ts";
import type { DeployedNode } from "../pulumi/deployedCluster.ts";
import { deployedCluster } from "../pulumi/deployedCluster.ts";

export const help = `npm run rebalance -- [--stack NAME]

Spreads the replicas of services over all nodes that can run them, for example after nodes have joined.
Changes only services that have two more replicas on one node than on another, one service after another, each by
a rolling update with the settings of its compose file. Leaves jobs and global services alone.
swarm:rebalance: true does this at each npm run up that changes the nodes.`;

const script = new URL("../../components/swarm/scripts/rebalance.sh", import.meta.url);

export async function main(args: readonly string[]): Promise<number> {
  const { stack } = ownArguments("rebalance", args, stackOption).values;
  const { cluster, nodes } = deployedCluster(stack);
  const [seed] = nodes;
  if (!seed) return 1;
  const before = markedOutput(await run(seed, cluster, "show"));
  await run(seed, cluster, "spread");
  console.log(spreadTable(before, markedOutput(await run(seed, cluster, "show"))));
  return 0;
}

/** Runs the script on the manager and shows its messages; returns its output. */
async function run({ connection }: DeployedNode, cluster: string, verb: "show" | "spread"): Promise<string> {
  const session = new SshSession(connection);
  const text = stepScript(script);
  const command = inlineCommand(Buffer.byteLength(text), {
    name: "swarm-rebalance",
    args: ["ours", cluster, "", verb],
    deadline: 3600,
    root: connection.user === "root",
  });
  try {
    return await session.run(command, text);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Error("the services were not rebalanced\n  → npm run status");
  }
}
