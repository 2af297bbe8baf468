import { takeStack } from "./cluster/arguments.ts";
import { mendCheckpoint } from "./cluster/checkpointFiles.ts";
import { leftovers } from "./cluster/leftovers.ts";
import { endOrphans } from "./cluster/orphans.ts";
import { type LeftHost, leftText, passOverDeadHosts } from "./cluster/passOver.ts";
import { recordedContainers } from "./cluster/recordedContainers.ts";
import { removeDeadLocks, stackLocks } from "./cluster/stackLocks.ts";
import { sweep } from "./cluster/sweep.ts";
import { main as pulumi } from "./pulumi.ts";
import { pulumiEnvironment } from "./toolchain/pulumiEnvironment.ts";

export const help = `npm run destroy -- [--stack NAME] [ARGUMENTS]

pulumi destroy, then a sweep of what an interrupted run left behind: every container, network, volume and
image of this computer's engine that carries the stack's label. Nothing else is touched. May be run twice.
Machines of target hosts leave the swarm and stay as they are. One that does not answer, tried twice with half a
minute between, is left as it is and stays in the state: the next npm run destroy takes it out.

Without a terminal to ask on it goes ahead as if --yes were given.
Exit code: 0 nothing is left, 3 done except for machines that did not answer, 1 failed.`;

export async function main(words: readonly string[]): Promise<number> {
  const { stack = "dev", rest } = takeStack(words);
  const { PULUMI_BACKEND_URL: backend } = pulumiEnvironment();
  const dead = removeDeadLocks(stackLocks(backend, "swarm", stack));
  if (dead.length > 0) mendCheckpoint(backend, "swarm", stack);
  const recorded = recordedContainers(stack);
  let left: readonly LeftHost[] = [];
  if (recorded) {
    for (const pid of dead) console.log(`an earlier run (process ${pid}) was killed; its lock is removed`);
    // A container that no state knows would keep the network and the volumes from going.
    if (dead.length > 0) {
      await endOrphans();
      sweep(stack, (container) => !recorded.containers.has(container));
    }
    left = await passOverDeadHosts(stack);
    const without = left.flatMap(({ host }) => ["--exclude", host.urn]);
    const code = await pulumi(["destroy", "--stack", stack, ...without, ...consent(rest), ...rest]);
    if (code !== 0) return code;
  }
  sweep(stack);
  const remaining = leftovers(stack);
  for (const { kind, ids } of remaining) console.error(`${kind}(s) still there: ${ids.join(", ")}`);
  if (remaining.length > 0) return 1;
  for (const host of left) console.error(`\n${leftText(host, stack)}`);
  if (left.length > 0) return 3;
  console.log(`nothing of stack ${stack} is left`);
  return 0;
}

/** Without a terminal nobody can be asked; who calls this command there means it. */
function consent(words: readonly string[]): string[] {
  const asks = process.stdin.isTTY && process.stdout.isTTY;
  return asks || words.includes("--yes") || words.includes("-y")
    ? []
    : ["--yes", "--skip-preview", "--non-interactive"];
}
