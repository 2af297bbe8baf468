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

  it("reads what was noted, on the manager that was the seed at last", () => {
    const records = [
      'member worker-0 w0 worker active {"tier":"web","own":"x","swarm.labels":"tier,gone"}',
      "recorded shop network shop shop_front",
      "recorded shop service shop shop_api 4 registry:5000/api@sha256:a d0",
      "now service shop shop_api 5 registry:5000/api@sha256:a d1",
    ];
    const noted = (seed: string) => {
      const own = nodes.map((node) =>
        node.ID === "m0" ? { ...node, Spec: { ...node.Spec, Labels: { "swarm.seed": seed } } } : node,
      );
      const text = [`info ${JSON.stringify(info)}`, `nodes ${JSON.stringify(own)}`, ...records, ""].join(
        "\n",
      );
      const { members, recorded, now } = readAnswer(text).swarm ?? assert.fail("no swarm");
      return { members, recorded, now };
    };
    const api = { kind: "service", stack: "shop", name: "shop_api", image: "registry:5000/api@sha256:a" };
    const now = [{ ...api, replicas: "5", digest: "d1" }];
    assert.deepEqual(noted("m0"), {
      members: [
        {
          name: "worker-0",
          id: "w0",
          role: "worker",
          availability: "active",
          labels: { tier: "web", gone: "" },
        },
      ],
      recorded: [
        { kind: "network", stack: "shop", name: "shop_front" },
        { ...api, replicas: "4", digest: "d0" },
      ],
      now,
    });
    assert.deepEqual(noted("m1"), { members: [], recorded: [], now });
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
