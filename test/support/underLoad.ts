import assert from "node:assert/strict";
import type { Clone, Ran } from "./clone.ts";
import { steadyLoad } from "./load.ts";
import { findQuorumTrouble, type Sample, watchQuorum } from "./quorum.ts";

export const allowDanger = (name: string) => ["--allow-danger", name];

/** The dangers of removing managers of target local: their raft membership, and their disks. */
export function dangersOfLeaving(stack: string, managers: readonly string[]): string[] {
  return [...managers, ...managers.map((name) => `swarm-${stack}-${name}-volume`)];
}

export interface UpUnderLoad extends Ran {
  /** The managers' views during the update. */
  readonly samples: readonly Sample[];
  /** Requests that were answered; none failed. */
  readonly answered: number;
}

/**
 * Runs `up` with other settings, under fifty requests a second without retries, while it queries all
 * managers: no request fails, and the swarm is never below its quorum.
 *
 * @param options `election`: seconds that one may take if the leader is stopped; `allow`: dangers by name
 */
export async function upUnderLoad(
  clone: Clone,
  url: string,
  config: Readonly<Record<string, unknown>>,
  { election, allow = [] }: { readonly election?: number; readonly allow?: readonly string[] } = {},
): Promise<UpUnderLoad> {
  clone.configure(config);
  const quorum = watchQuorum(clone.stack);
  const load = steadyLoad(url, "POST");
  const ran = await clone.npm("up", "--yes", "--skip-preview", ...allow.flatMap(allowDanger));
  const { rate, failures, answered } = await load.stop();
  const samples = await quorum.stop();
  assert.equal(ran.code, 0, ran.output);
  assert.deepEqual(failures, {}, ran.output);
  assert.ok(rate >= 50, `${rate} requests a second`);
  assert.deepEqual(findQuorumTrouble(samples, election), []);
  assert.ok(samples.length > 10, `${samples.length} samples`);
  return { ...ran, samples, answered };
}
