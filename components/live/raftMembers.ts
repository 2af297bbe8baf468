import type { SwarmView } from "./liveSwarm.ts";

/** A manager that is a member of raft. */
export interface RaftMember {
  readonly name: string;
  readonly isReachable: boolean;
}

/**
 * The members of raft in the order in which their machines may change: unreachable ones first, the leader
 * last, so that leadership moves only once.
 */
export function raftMembers({ nodes }: Pick<SwarmView, "nodes">): RaftMember[] {
  const order = ["unreachable", "reachable", "leader"];
  return nodes
    .filter(({ raft }) => raft !== "")
    .sort((one, other) => order.indexOf(one.raft) - order.indexOf(other.raft))
    .map(({ name, raft }) => ({ name, isReachable: raft !== "unreachable" }));
}
