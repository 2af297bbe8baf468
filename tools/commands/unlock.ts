import { targets } from "../../components/targets/targets.ts";
import { ownArguments, stackOption } from "../arguments.ts";
import { sweep } from "../cluster/leftovers.ts";
import { endOrphans } from "../cluster/orphans.ts";
import { recordedContainers } from "../cluster/recordedContainers.ts";
import { stackOf } from "../pulumi/call.ts";
import { pulumiEnvironment } from "../pulumi/environment.ts";
import { mendCheckpoint } from "../pulumi/fileBackend.ts";
import { lockAdvice, removeDeadLocks, stackLocks } from "../pulumi/locks.ts";
import { clearPendingOperations, type PendingOperation } from "../pulumi/state.ts";
import { nameOf } from "../pulumi/urn.ts";
import { setUp } from "../setUp.ts";

export const help = `npm run unlock [-- --stack NAME]

Cleans up after an npm run up that was killed. Then run npm run up again.

  - removes the lock of a dead process, but not that of a running one or of another computer
  - ends the processes that the killed run left on this computer
  - removes pending operations from the state
  - removes containers on this computer that carry the cluster's id and are not in the state

It touches nothing that is in the state: no machine, no volume, no service. You can run it at any time.`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack: named } = ownArguments("unlock", args, stackOption).values;
  await setUp("state");
  const stack = named ?? stackOf([]);
  const { PULUMI_BACKEND_URL: backend } = pulumiEnvironment();
  const locks = stackLocks(backend, "swarm", stack);
  if (locks.some(({ holder }) => holder !== "dead")) {
    console.error(lockAdvice(locks, stack));
    return 1;
  }
  for (const pid of removeDeadLocks(locks)) console.log(`process ${pid} was killed; its lock is removed`);
  for (const file of mendCheckpoint(backend, "swarm", stack))
    console.log(`${file} was cut off; it is not needed`);
  for (const { pid, program } of await endOrphans())
    console.log(`ended ${program} (process ${pid}), left by a killed run`);
  for (const pending of clearPendingOperations(stack)) console.log(describe(pending));
  const recorded = recordedContainers(stack, "npm run unlock");
  if (recorded?.cluster) sweep(recorded.cluster, (container) => !recorded.containers.has(container));
  console.log(`stack ${stack} is free\n  → npm run up${stack === "dev" ? "" : ` -- --stack ${stack}`}`);
  return 0;
}

function describe({ type, resource }: PendingOperation): string {
  const name = nameOf(resource.urn);
  const hint = targets.map(({ plan }) => plan?.cutOffHint?.(resource.type, name)).find(Boolean);
  return `${type} ${name} was cut off${type === "creating" && hint ? `\n  → ${hint}` : ""}`;
}
