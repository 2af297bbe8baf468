import { spawnSync } from "node:child_process";
import { takeStack } from "./cluster/arguments.ts";
import { leftovers, removeLeftovers } from "./cluster/leftovers.ts";
import { removeStaleLocks } from "./cluster/staleLock.ts";
import { main as pulumi } from "./pulumi.ts";
import { pulumiEnvironment } from "./toolchain/pulumiEnvironment.ts";

export const help = `npm run destroy -- [--stack NAME] [ARGUMENTS]

pulumi destroy, then a sweep of what an interrupted run left behind: every container, network, volume
and image of this computer's engine that carries the stack's label. Nothing else is touched. May be run twice. Without a terminal to ask on it goes
ahead as if --yes were given.`;

export async function main(words: readonly string[]): Promise<number> {
  const { stack = "dev", rest } = takeStack(words);
  if (stackExists(stack)) {
    const dead = removeStaleLocks(pulumiEnvironment().PULUMI_BACKEND_URL, "swarm", stack);
    for (const pid of dead) console.log(`an earlier run (process ${pid}) was killed; its lock is removed`);
    const code = await pulumi(["destroy", "--stack", stack, ...consent(rest), ...rest]);
    if (code !== 0) return code;
  }
  const found = leftovers(stack);
  for (const { kind, names } of found)
    console.log(`sweeping ${names.length} ${kind}(s): ${names.join(", ")}`);
  removeLeftovers(found);
  const remaining = leftovers(stack);
  for (const { kind, names } of remaining) console.error(`${kind}(s) still there: ${names.join(", ")}`);
  if (remaining.length === 0) console.log(`nothing of stack ${stack} is left`);
  return remaining.length === 0 ? 0 : 1;
}

/** Without a terminal nobody can be asked; who calls this command there means it. */
function consent(words: readonly string[]): string[] {
  const asks = process.stdin.isTTY && process.stdout.isTTY;
  return asks || words.includes("--yes") || words.includes("-y")
    ? []
    : ["--yes", "--skip-preview", "--non-interactive"];
}

function stackExists(stack: string): boolean {
  const { status } = spawnSync("pulumi", ["stack", "export", "--stack", stack], {
    env: pulumiEnvironment(),
    stdio: ["ignore", "ignore", "ignore"],
  });
  return status === 0;
}
