import { otherCluster } from "./engineOwners.ts";
import { cluster } from "./fakeHost.ts";
import type { Membership } from "./swarmHost/swarmFacts.ts";

export const swarm = "id-of-the-swarm";
export const foreign = "id-of-another-swarm";

/** The swarm of a machine, as its engine and its disk report it. */
export interface Place {
  /** State, swarm, cluster and stack; all but the state are empty unless it is a manager with a leader. */
  readonly facts: readonly [state: Membership["state"], swarm?: string, cluster?: string, stack?: string];
  /** The swarm in the node's certificate. */
  readonly certificate?: string;
  /** The record of an earlier step. */
  readonly record?: readonly [cluster: string, swarm: string];
}

/**
 * How the guard of each scope ends: `on` continues with the script, `done` succeeds without it, else an
 * error.
 */
interface Verdict {
  readonly ours: string;
  readonly "ours-or-none": string;
  readonly undo: string;
}

export const others = "a swarm with the managers 10.0.0.10:2377 10.0.0.11:2377";
const none: Verdict = { ours: "in no swarm", "ours-or-none": "on", undo: "done" };
const own: Verdict = { ours: "on", "ours-or-none": "on", undo: "on" };
const joining: Verdict = { ours: others, "ours-or-none": "on", undo: "on" };
const refused = (whose: string): Verdict => ({ ours: whose, "ours-or-none": whose, undo: `left: ${whose}` });

export const places: Readonly<Record<string, Place & { readonly verdict: Verdict }>> = {
  "in no swarm": { facts: ["inactive"], verdict: none },
  "in no swarm, with a record of one that it has left": {
    facts: ["inactive"],
    record: [cluster, swarm],
    verdict: none,
  },
  "a manager of this cluster's swarm": {
    facts: ["active", swarm, cluster, "swarm/prod"],
    certificate: swarm,
    verdict: own,
  },
  "a worker of this cluster's swarm": {
    facts: ["active"],
    certificate: swarm,
    record: [cluster, swarm],
    verdict: own,
  },
  "a worker that has not reached its managers yet": {
    facts: ["pending"],
    certificate: swarm,
    record: [cluster, swarm],
    verdict: own,
  },
  "a manager of this cluster's swarm that knows no leader": {
    facts: ["active"],
    certificate: swarm,
    record: [cluster, swarm],
    verdict: own,
  },
  "a locked manager of this cluster's swarm": {
    facts: ["locked"],
    certificate: swarm,
    record: [cluster, swarm],
    verdict: own,
  },
  "a manager of another cluster's swarm": {
    facts: ["active", foreign, otherCluster, "swarm/dev"],
    certificate: foreign,
    verdict: refused(`the swarm ${foreign} of cluster ${otherCluster} (stack swarm/dev)`),
  },
  "a manager of another cluster's swarm, with a record of this one": {
    facts: ["active", foreign, otherCluster, "swarm/dev"],
    certificate: foreign,
    record: [cluster, foreign],
    verdict: refused(`the swarm ${foreign} of cluster ${otherCluster} (stack swarm/dev)`),
  },
  "a manager of another cluster's swarm of the same stack": {
    facts: ["active", foreign, otherCluster, "swarm/prod"],
    certificate: foreign,
    verdict: refused(`the swarm ${foreign} of cluster ${otherCluster} (stack swarm/prod)`),
  },
  "a manager of a swarm that somebody made by hand": {
    facts: ["active", foreign],
    certificate: foreign,
    verdict: refused(`the swarm ${foreign}, which this program did not make`),
  },
  "a worker of another cluster's swarm": {
    facts: ["active"],
    certificate: foreign,
    record: [otherCluster, foreign],
    verdict: refused(others),
  },
  "a worker of a swarm that somebody made by hand": {
    facts: ["active"],
    certificate: foreign,
    verdict: refused(others),
  },
  "a worker of another swarm, with a record of the previous one": {
    facts: ["active"],
    certificate: foreign,
    record: [cluster, swarm],
    verdict: refused(others),
  },
  "a worker without a record": { facts: ["active"], certificate: swarm, verdict: refused(others) },
  "a worker without a certificate": {
    facts: ["active"],
    record: [cluster, swarm],
    verdict: refused(others),
  },
  "a manager that knows no leader and has no record": {
    facts: ["active"],
    certificate: foreign,
    verdict: refused(others),
  },
  "a locked manager without a record": { facts: ["locked"], certificate: foreign, verdict: refused(others) },
  "a node that its swarm has removed": { facts: ["error"], verdict: refused(others) },
  "a node that still joins this cluster's swarm": {
    facts: ["pending"],
    record: [cluster, swarm],
    verdict: joining,
  },
  "a node that failed to join this cluster's swarm": {
    facts: ["error"],
    record: [cluster, swarm],
    verdict: joining,
  },
  "a node that failed to join another cluster's swarm": {
    facts: ["error"],
    record: [otherCluster, foreign],
    verdict: refused(others),
  },
  "a failed node of another swarm, with a record of the previous one": {
    facts: ["error"],
    certificate: foreign,
    record: [cluster, swarm],
    verdict: refused(others),
  },
};
