import { CommandFailed } from "../../components/steps/sshSession.ts";
import { deadlines } from "../../components/steps/times.ts";
import { ownArguments, stackOption } from "../arguments.ts";
import { NodeScript } from "../cluster/nodeScript.ts";
import { spreadTable } from "../cluster/spreadTable.ts";
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
  using node = new NodeScript([script], seed, cluster, deadlines.rebalance);
  try {
    const before = await node.ask("show");
    await node.run("spread");
    console.log(spreadTable(before, await node.ask("show")));
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Error("the services were not rebalanced\n  → npm run status");
  }
}
