import { stackOf } from "./call.ts";
import { pulumiEnvironment } from "./environment.ts";
import { lockAdvice, stackLocks } from "./locks.ts";

/** Hint after a failed run. Pulumi names a lock file; what to do depends on whether its process is alive. */
export function lockHint(args: readonly string[]): void {
  const stack = stackOf(args);
  const advice = lockAdvice(stackLocks(pulumiEnvironment().PULUMI_BACKEND_URL, "swarm", stack), stack);
  if (advice) console.error(`\n${advice}`);
}
