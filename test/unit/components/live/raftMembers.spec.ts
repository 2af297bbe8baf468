import assert from "node:assert/strict";
import type { LiveNode } from "../../../../components/live/liveSwarm.ts";
import { raftMembers } from "../../../../components/live/quorum.ts";

const node = (name: string, raft: LiveNode["raft"]): LiveNode => ({
  id: `id-of-${name}`,
  name,
  role: raft ? "manager" : "worker",
  availability: "active",
  state: "ready",
  raft,
  address: "10.0.0.1",
  labels: {},
});

describe("raftMembers", () => {
  it("lists the managers: missing ones first, then followers, then the leader", () => {
    const nodes = [
      node("manager-0", "leader"),
      node("manager-1", "reachable"),
      node("worker-0", ""),
      node("manager-2", "unreachable"),
      node("manager-3", "reachable"),
    ];
    assert.deepEqual(raftMembers({ nodes }), [
      { name: "manager-2", isReachable: false },
      { name: "manager-1", isReachable: true },
      { name: "manager-3", isReachable: true },
      { name: "manager-0", isReachable: true },
    ]);
  });
});
