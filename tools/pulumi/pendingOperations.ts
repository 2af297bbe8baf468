import { spawnSync } from "../../components/process/child.mjs";
import { isUnknown } from "../cluster/recordedContainers.ts";
import { pulumiEnvironment } from "./environment.ts";
import { nameOf, type StateResource } from "./state.ts";

/** An operation that was in progress when Pulumi was killed. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, … */
  readonly type: string;
  /** Name of the resource. */
  readonly name: string;
  /** `aws:ec2/instance:Instance` */
  readonly resourceType: string;
}

interface WrittenState {
  readonly deployment: {
    pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

/**
 * Removes the pending operations from a stack's state; the next run checks each resource itself.
 *
 * @throws if the state cannot be read or written; it is unchanged then
 */
export function clearPendingOperations(stack: string): PendingOperation[] {
  const written = exportState(stack);
  if (!written) return [];
  const state: WrittenState = JSON.parse(written);
  const pending = state.deployment.pending_operations ?? [];
  if (pending.length === 0) return [];
  delete state.deployment.pending_operations;
  const { status, stderr } = callPulumi(["stack", "import", "--stack", stack], JSON.stringify(state));
  if (status !== 0)
    throw new Error(
      `the state of stack ${stack} cannot be written: ${stderr.trim()}\n  → nothing was changed; fix that, then run npm run unlock again`,
    );
  return pending.map(({ type, resource }) => ({
    type,
    name: nameOf(resource),
    resourceType: resource.type,
  }));
}

function exportState(stack: string): string | undefined {
  const { error, status, stdout, stderr } = callPulumi(["stack", "export", "--stack", stack]);
  if (error) throw new Error(`Pulumi does not start: ${error.message}\n  → npm run doctor`);
  if (status === 0) return stdout;
  if (isUnknown(stderr)) return undefined;
  throw new Error(
    `the state of stack ${stack} cannot be read: ${stderr.trim()}\n  → nothing was changed; fix that, then run npm run unlock again`,
  );
}

function callPulumi(args: readonly string[], input = "") {
  return spawnSync("pulumi", args, {
    input,
    env: pulumiEnvironment(),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
}
