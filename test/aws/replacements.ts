import assert from "node:assert/strict";
import type { Call } from "./emulator/awsApi.ts";
import type { Emulator } from "./emulator/emulator.ts";

/** Seconds for which a registered target is `initial`: emulator/targets.py. */
const initial = 3;

/** The ids of these nodes' instances. */
export async function idsOf(emulator: Emulator, nodes: readonly string[]): Promise<Record<string, string>> {
  return Object.fromEntries(await Promise.all(nodes.map(async (node) => [node, await emulator.idOf(node)])));
}

/** When an action was first called for an instance. */
function timeOf(calls: readonly Call[], action: string, id: string): number {
  const call = calls.find((one) => one.action === action && Object.values(one.parameters).includes(id));
  assert.ok(call, `${action} was not called for ${id}`);
  return call.time;
}

/**
 * Each old instance left the load balancer, and had finished its connections, before it was terminated: a worker's
 * once the new one had become healthy, a manager's before the new one, which needs its disk and address.
 */
export async function assertReplaced(
  emulator: Emulator,
  before: Readonly<Record<string, string>>,
  deregistrationDelay: number,
): Promise<void> {
  const [calls, after] = [await emulator.api.calls(), await idsOf(emulator, Object.keys(before))];
  for (const [node, old = ""] of Object.entries(before)) {
    const registered = timeOf(calls, "RegisterTargets", after[node] ?? "");
    const deregistered = timeOf(calls, "DeregisterTargets", old);
    const terminated = timeOf(calls, "TerminateInstances", old);
    const finished = terminated - deregistered;
    assert.ok(finished >= deregistrationDelay, `${node}: terminated ${finished} s after it was deregistered`);
    if (node.startsWith("manager")) assert.ok(registered > terminated, `${node}: registered first`);
    else assert.ok(deregistered - registered >= initial, `${node}: left before the new one was healthy`);
  }
}
