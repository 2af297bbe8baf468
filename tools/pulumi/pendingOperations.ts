import { type PendingOperation, readState, writeState } from "./state.ts";

const again = "npm run unlock";

/**
 * Removes the pending operations from a stack's state; the next run checks each resource itself.
 *
 * @throws if the state cannot be read or written; it is unchanged then
 */
export function clearPendingOperations(stack: string): readonly PendingOperation[] {
  const state = readState(stack, { again });
  const { pending_operations: pending = [], ...deployment } = state?.deployment ?? {};
  if (pending.length > 0) writeState(stack, { ...state, deployment }, again);
  return pending;
}
