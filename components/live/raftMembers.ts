import type { SwarmView } from "./liveSwarm.ts";

/** A manager that is in raft. */
export interface RaftMember {
  readonly name: string;
  readonly isReachable: boolean;
}

/**
 * The managers that are in raft, in the order in which their machines may be touched: those first that are missing
 * anyway, and the leader last, so that another one leads only once.
 */
export function raftMembers({ nodes }: Pick<SwarmView, "nodes">): RaftMember[] {
  const order = ["unreachable", "reachable", "leader"];
  return nodes
    .filter(({ raft }) => raft !== "")
    .sort((one, other) => order.indexOf(one.raft) - order.indexOf(other.raft))
    .map(({ name, raft }) => ({ name, isReachable: raft !== "unreachable" }));
}
