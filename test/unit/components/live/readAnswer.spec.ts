import assert from "node:assert/strict";
import { readAnswer as readMarked } from "../../../../components/live/readAnswer.ts";

/** `m0` as an id that the engine could have drawn. */
const id = (short: string) => short.padEnd(25, "0");
const readAnswer = (text: string) => readMarked(`hello\nswarm-output-begin\n${text}\nswarm-output-end\n`);

const info = {
  Name: "manager-0",
  Swarm: {
    NodeID: id("m0"),
    LocalNodeState: "active",
    ControlAvailable: true,
    RemoteManagers: [
      { NodeID: id("m1"), Addr: "172.31.0.11:2377" },
      { NodeID: id("m0"), Addr: "172.31.0.10:2377" },
    ],
    NodeAddr: "172.31.0.10",
    Cluster: { ID: id("swarm1"), Spec: { Labels: { "swarm.cluster": "c1", "swarm.stack": "swarm/dev" } } },
  },
};
const nodes = [
  {
    ID: id("m0"),
    Spec: { Labels: { "swarm.node": "manager-0" }, Role: "manager", Availability: "active" },
    Description: {
      Hostname: "vm-17",
      Engine: { EngineVersion: "28.5.2" },
      Platform: { OS: "linux", Architecture: "aarch64" },
    },
    Status: { State: "ready", Addr: "172.31.0.10" },
    ManagerStatus: { Leader: true, Reachability: "reachable", Addr: "172.31.0.10:2377" },
  },
  {
    ID: id("m1"),
    Spec: { Labels: {}, Role: "manager", Availability: "drain" },
    Description: { Hostname: "manager-1" },
    Status: { State: "down", Addr: "172.31.0.11" },
    ManagerStatus: { Reachability: "unreachable", Addr: "172.31.0.11:2377" },
  },
  {
    ID: id("w0"),
    Spec: { Labels: null, Role: "worker", Availability: "active" },
    Description: { Hostname: "worker-0" },
    Status: { State: "unknown" },
  },
];

describe("readAnswer", () => {
  it("reads a manager's view of itself and its swarm", () => {
    const { view, swarm } = readAnswer(`info ${JSON.stringify(info)}\nnodes ${JSON.stringify(nodes)}\n`);
    assert.deepEqual(view, {
      state: "active",
      nodeId: id("m0"),
      swarmId: id("swarm1"),
      owner: { cluster: "c1", stack: "swarm/dev" },
      joined: "",
      isCurrent: false,
      address: "172.31.0.10",
      peers: ["172.31.0.10", "172.31.0.11"],
    });
    assert.equal(swarm?.id, id("swarm1"));
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
        [id("m0"), "manager-0", "manager", "active", "ready", "leader"],
        [id("m1"), "manager-1", "manager", "drain", "down", "unreachable"],
        [id("w0"), "worker-0", "worker", "active", "unknown", ""],
      ],
    );
    assert.deepEqual(
      swarm?.nodes.map(({ engine }) => engine),
      [{ version: "28.5.2", platform: "linux/arm64" }, undefined, undefined],
    );
  });

  it("reads the records of the manager that was the last seed", () => {
    const records = [
      `member worker-0 ${id("w0")} worker active {"tier":"web","own":"x","swarm.labels":"tier,gone"}`,
      "recorded shop network shop shop_front",
      "recorded shop service shop shop_api 4 registry:5000/api@sha256:a d0",
      "now service shop shop_api 5 registry:5000/api@sha256:a d1",
    ];
    const noted = (seed: string) => {
      const own = nodes.map((node) =>
        node.ID === id("m0") ? { ...node, Spec: { ...node.Spec, Labels: { "swarm.seed": seed } } } : node,
      );
      const text = [`info ${JSON.stringify(info)}`, `nodes ${JSON.stringify(own)}`, ...records, ""].join(
        "\n",
      );
      const { members, recorded, now } = readAnswer(text).swarm ?? assert.fail("no swarm");
      return { members, recorded, now };
    };
    const api = { kind: "service", stack: "shop", name: "shop_api", image: "registry:5000/api@sha256:a" };
    const now = [{ ...api, replicas: "5", digest: "d1" }];
    assert.deepEqual(noted(id("m0")), {
      members: [
        {
          name: "worker-0",
          id: id("w0"),
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
    assert.deepEqual(noted(id("m1")), { members: [], recorded: [], now });
  });

  it("finds no swarm without a leader", () => {
    const alone = { Swarm: { ...info.Swarm, Cluster: null } };
    const message = '{"message":"rpc error: code = Unknown desc = The swarm does not have a leader."}';
    const { view, swarm } = readAnswer(`info ${JSON.stringify(alone)}\nnodes ${message}\n`);
    assert.deepEqual([view.state, view.swarmId, view.peers.length, swarm], ["active", "", 2, undefined]);
  });

  it("reads a machine that is in no swarm", () => {
    const { view, swarm } = readAnswer(
      'info {"Swarm":{"NodeID":"","LocalNodeState":"inactive","RemoteManagers":null}}\nnodes \n',
    );
    assert.deepEqual(view, {
      state: "inactive",
      nodeId: "",
      swarmId: "",
      owner: { cluster: "", stack: "" },
      joined: "",
      isCurrent: false,
      address: "",
      peers: [],
    });
    assert.equal(swarm, undefined);
  });

  it("reads which cluster the machine joined, and whether that is current", () => {
    const joined = (line: string, state = "active") => {
      const its = { Swarm: { ...info.Swarm, LocalNodeState: state } };
      const { view } = readAnswer(`info ${JSON.stringify(its)}\n${line}`);
      return [view.joined, view.isCurrent];
    };
    assert.deepEqual(joined(`record c1 ${id("swarm1")} current`), ["c1", true]);
    assert.deepEqual(joined(`record c1 ${id("swarm0")} past`), ["c1", false]);
    for (const [state, isCurrent] of Object.entries({ pending: true, error: true, active: false }))
      assert.deepEqual(joined(`record c1 ${id("swarm1")} joining`, state), ["c1", isCurrent], state);
    assert.deepEqual(joined(""), ["", false]);
  });

  it("reads autolock, and whether the seed's tokens are current", () => {
    const spec = { ...info.Swarm.Cluster.Spec, EncryptionConfig: { AutoLockManagers: true } };
    const locked = { Swarm: { ...info.Swarm, Cluster: { ...info.Swarm.Cluster, Spec: spec } } };
    const own = [{ ...nodes[0], Spec: { ...nodes[0]?.Spec, Labels: { "swarm.seed": id("m0") } } }];
    const read = (about: object, tokens: string) => {
      const { swarm } = readAnswer(`info ${JSON.stringify(about)}\nnodes ${JSON.stringify(own)}\n${tokens}`);
      return [swarm?.autolock, swarm?.rotated];
    };
    assert.deepEqual(read(info, "tokens a1 a1"), [false, false]);
    assert.deepEqual(read(locked, "tokens a1 b2"), [true, true]);
    assert.deepEqual(read(info, "tokens - b2"), [false, false]);
  });

  it("refuses an invalid answer", () => {
    assert.throws(() => readAnswer("info \nnodes \n"), { message: "its Docker Engine does not answer" });
    assert.throws(() => readAnswer(""), { message: "its Docker Engine does not answer" });
    assert.throws(() => readAnswer("info {not json"), SyntaxError);
  });

  it("refuses a greeting without an answer after it", () => {
    assert.throws(() => readMarked("welcome to h0\n"), {
      message:
        'the machine did not return the output of the step; it printed "welcome to h0"\n  → log in and see what its shell prints and starts: npm run ssh -- NODE',
    });
  });

  it("refuses an invalid id", () => {
    const odd = { Swarm: { ...info.Swarm, NodeID: "to" } };
    assert.throws(() => readAnswer(`info ${JSON.stringify(odd)}`), {
      message: 'its engine names "to" as an id',
    });
  });
});
