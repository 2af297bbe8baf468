import assert from "node:assert/strict";
import { findDrift } from "../../../../components/live/drift.ts";
import type {
  LiveNode,
  LiveSwarm,
  RecordedMember,
  StackThing,
  SwarmView,
} from "../../../../components/live/liveSwarm.ts";

const node: LiveNode = {
  id: "id-0",
  name: "worker-0",
  role: "worker",
  availability: "active",
  state: "ready",
  raft: "",
  address: "10.0.0.20",
  labels: { "swarm.node": "worker-0", "swarm.labels": "tier", tier: "web", hand: "made" },
};
const member: RecordedMember = {
  name: "worker-0",
  id: "id-0",
  role: "worker",
  availability: "active",
  labels: { tier: "web" },
};
const service: StackThing = {
  kind: "service",
  stack: "shop",
  name: "shop_api",
  replicas: "4",
  image: "registry:5000/shop@sha256:a",
  digest: "d0",
};
const network: StackThing = { kind: "network", stack: "shop", name: "shop_front" };

const clean: SwarmView = {
  id: "swarm",
  autolock: false,
  rotated: false,
  nodes: [node],
  members: [member],
  recorded: [service, network],
  now: [service, network],
};

const told = (changes: Partial<SwarmView>, absent: LiveSwarm["absent"] = {}) =>
  findDrift({ swarm: { ...clean, ...changes }, absent }).map(({ part, sentence }) => `${part}: ${sentence}`);

describe("findDrift", () => {
  it("finds none if nothing has changed", () => {
    assert.deepEqual(told({}), []);
  });

  it("finds none without a record", () => {
    assert.deepEqual(told({ members: [], recorded: [], nodes: [], now: [] }), []);
    assert.deepEqual(told({ nodes: [node, { ...node, id: "id-1", name: "worker-1" }] }), []);
  });

  it("reports nothing for a new node without a record", () => {
    assert.deepEqual(told({ nodes: [{ ...node, id: "id-9" }] }), []);
  });

  it("rejoins a machine only if its node is gone", () => {
    assert.deepEqual(told({ nodes: [] }), [
      "joined/worker-0: node worker-0 was removed from the swarm; up lets its machine join again",
    ]);
    const all = { ...node, role: "manager" as const, availability: "drain" as const, labels: {} };
    assert.deepEqual(
      findDrift({ swarm: { ...clean, nodes: [all] } }).map(({ part }) => part),
      ["node/worker-0", "node/worker-0", "node/worker-0"],
    );
  });

  it("does not count a down or silent machine as drift", () => {
    assert.deepEqual(told({ nodes: [{ ...node, state: "down" }] }), []);
  });

  it("reports a machine that left by hand, if the machine says so", () => {
    const nodes = [{ ...node, state: "down" }];
    const machine = {
      nodeId: "",
      swarmId: "",
      owner: { cluster: "", stack: "" },
      joined: "c1",
      isCurrent: false,
    };
    const absent = (state: "inactive" | "active") => ({
      "worker-0": { ...machine, state, address: "", peers: [] },
    });
    assert.deepEqual(told({ nodes }, absent("inactive")), [
      "joined/worker-0: the machine of worker-0 has left the swarm; up lets it join again",
    ]);
    assert.deepEqual(told({ nodes }, absent("active")), []);
    assert.deepEqual(told({}, absent("inactive")), []);
  });

  it("reports autolock and rotated tokens", () => {
    assert.deepEqual(told({ autolock: true, rotated: true }), [
      "swarm/bootstrap: autolock was turned on; up turns it off, so that a manager comes back by itself",
      "swarm/tokens: the join tokens or the CA were rotated; up reads the tokens again",
    ]);
  });

  it("finds none without a swarm", () => {
    assert.deepEqual(findDrift({}), []);
  });

  it("reports role, availability and labels", () => {
    assert.deepEqual(told({ nodes: [{ ...node, role: "manager" }] }), [
      "node/worker-0: node worker-0 is a manager, and was made a worker; up reverts it",
    ]);
    assert.deepEqual(told({ nodes: [{ ...node, availability: "drain" }] }), [
      "node/worker-0: node worker-0 is on drain, and was set to active; up reverts it",
    ]);
    assert.deepEqual(told({ nodes: [{ ...node, labels: { tier: "db" } }] }), [
      "node/worker-0: node worker-0 has the label tier=db, deployed with tier=web; up reverts it",
    ]);
    assert.deepEqual(told({ nodes: [{ ...node, labels: { hand: "made" } }] }), [
      "node/worker-0: node worker-0 lost the label tier=web; up reverts it",
    ]);
  });

  it("ignores the user's own labels", () => {
    assert.deepEqual(told({ nodes: [{ ...node, labels: { ...node.labels, own: "x" } }] }), []);
  });

  it("reports the simplest difference of a service", () => {
    const now = (changes: object) =>
      told({ now: [{ ...service, digest: "d1", ...changes } as StackThing, network] });
    assert.deepEqual(now({ replicas: "2" }), [
      "stack/shop: service shop_api has 2 replicas, deployed with 4; up reverts it",
    ]);
    assert.deepEqual(now({ image: "redis:7" }), [
      "stack/shop: service shop_api has the image redis:7, deployed with registry:5000/shop@sha256:a; up reverts it",
    ]);
    assert.deepEqual(now({}), ["stack/shop: service shop_api was changed by hand; up reverts it"]);
  });

  it("reports a removed service and a removed network", () => {
    assert.deepEqual(told({ now: [] }), [
      "stack/shop: service shop_api was removed; up recreates it",
      "stack/shop: network shop_front was removed; up recreates it",
    ]);
  });

  it("ignores services that others created", () => {
    assert.deepEqual(told({ now: [service, network, { ...service, name: "shop_own" }] }), []);
  });
});
