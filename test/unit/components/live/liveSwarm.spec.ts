import assert from "node:assert/strict";
import { readAnswer } from "../../../../components/live/liveSwarm.ts";

const info = {
  Name: "manager-0",
  Swarm: {
    NodeID: "m0",
    LocalNodeState: "active",
    ControlAvailable: true,
    RemoteManagers: [
      { NodeID: "m1", Addr: "172.31.0.11:2377" },
      { NodeID: "m0", Addr: "172.31.0.10:2377" },
    ],
    Cluster: { ID: "swarm-1" },
  },
};
const nodes = [
  {
    ID: "m0",
    Spec: { Labels: { "swarm.node": "manager-0" }, Role: "manager", Availability: "active" },
    Description: { Hostname: "vm-17" },
    Status: { State: "ready", Addr: "172.31.0.10" },
    ManagerStatus: { Leader: true, Reachability: "reachable", Addr: "172.31.0.10:2377" },
  },
  {
    ID: "m1",
    Spec: { Labels: {}, Role: "manager", Availability: "drain" },
    Description: { Hostname: "manager-1" },
    Status: { State: "down", Addr: "172.31.0.11" },
    ManagerStatus: { Reachability: "unreachable", Addr: "172.31.0.11:2377" },
  },
  {
    ID: "w0",
    Spec: { Labels: null, Role: "worker", Availability: "active" },
    Description: { Hostname: "worker-0" },
    Status: { State: "unknown" },
  },
];

describe("readAnswer", () => {
  it("reads what a manager says of itself, and its swarm", () => {
    const { view, swarm } = readAnswer(`info ${JSON.stringify(info)}\nnodes ${JSON.stringify(nodes)}\n`);
    assert.deepEqual(view, {
      state: "active",
      nodeId: "m0",
      swarmId: "swarm-1",
      peers: ["172.31.0.10", "172.31.0.11"],
    });
    assert.equal(swarm?.id, "swarm-1");
    assert.deepEqual(
      swarm?.nodes.map(({ id, name, role, availability, state, raft }) => [
        id,
        name,
        role,
        availability,
        state,
        raft,
      ]),
      [
        ["m0", "manager-0", "manager", "active", "ready", "leader"],
        ["m1", "manager-1", "manager", "drain", "down", "unreachable"],
        ["w0", "worker-0", "worker", "active", "unknown", ""],
      ],
    );
  });

  it("knows no swarm where there is no leader", () => {
    const alone = { Swarm: { ...info.Swarm, Cluster: null } };
    const message = '{"message":"rpc error: code = Unknown desc = The swarm does not have a leader."}';
    const { view, swarm } = readAnswer(`info ${JSON.stringify(alone)}\nnodes ${message}\n`);
    assert.deepEqual([view.state, view.swarmId, view.peers.length, swarm], ["active", "", 2, undefined]);
  });

  it("knows a machine that is in no swarm", () => {
    const { view, swarm } = readAnswer(
      'info {"Swarm":{"NodeID":"","LocalNodeState":"inactive","RemoteManagers":null}}\nnodes \n',
    );
    assert.deepEqual(view, { state: "inactive", nodeId: "", swarmId: "", peers: [] });
    assert.equal(swarm, undefined);
  });

  it("refuses what is no answer", () => {
    assert.throws(() => readAnswer("info \nnodes \n"), SyntaxError);
    assert.throws(() => readAnswer(""), SyntaxError);
  });
});
