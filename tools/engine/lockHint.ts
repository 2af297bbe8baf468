import { lockAdvice, stackLocks } from "../cluster/stackLocks.ts";
import { stackOf } from "../toolchain/callPulumi.ts";
import { pulumiEnvironment } from "../toolchain/pulumiEnvironment.ts";

/** After a run that failed. Pulumi names a lock file; what to do about it depends on whether its process lives. */
export function lockHint(args: readonly string[]): void {
  const stack = stackOf(args);
  const advice = lockAdvice(stackLocks(pulumiEnvironment().PULUMI_BACKEND_URL, "swarm", stack), stack);
  if (advice) console.error(`\n${advice}`);
}
