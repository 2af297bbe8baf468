import assert from "node:assert/strict";
import { findMisses, type Promised, type Sight } from "../../support/oracle.ts";

const image = "registry:5000/example@sha256:aa";
const promised: Promised = {
  endpoint: "http://127.0.0.1:8080",
  nodes: [
    { name: "manager-0", role: "manager", address: "10.0.0.10" },
    { name: "worker-0", role: "worker", address: "10.0.0.20" },
  ],
  swarmId: "ours",
  images: { api: image },
};
const node = (Hostname: string, ManagerStatus = "") => ({
  ...{ ID: `id-of-${Hostname}`, Hostname, Status: "Ready", Availability: "Active" },
  ...{ ManagerStatus, EngineVersion: "26.1.5" },
});
const service = { Name: "example_api", Mode: "replicated", Replicas: "2/2", Image: image };
const task = {
  ...{ ID: "t1", Name: "example_api.1", Node: "worker-0", CurrentState: "Running 1 minute ago", Error: "" },
  Image: image,
};
const well: Sight = {
  nodes: [node("manager-0", "Leader"), node("worker-0")],
  services: [service],
  tasks: [task],
  updates: { example_api: "completed" },
  swarmIds: { "manager-0": "ours" },
  answer: "200",
  silent: [],
};

const cases: readonly [change: Partial<Sight>, miss: string][] = [
  [
    { nodes: [node("manager-0", "Leader"), node("worker-0"), { ...node("worker-0"), ID: "old" }] },
    "the nodes are manager-0,worker-0,worker-0, not manager-0,worker-0",
  ],
  [
    { nodes: [node("manager-0", "Leader"), { ...node("worker-0"), ID: "id-of-manager-0" }] },
    "two nodes have one id",
  ],
  [{ nodes: [node("manager-0", "Reachable"), node("worker-0")] }, "0 leaders"],
  [
    { nodes: [node("manager-0", "Leader"), { ...node("worker-0"), Availability: "Drain" }] },
    "node worker-0 is Drain",
  ],
  [
    { nodes: [node("manager-0", "Leader"), { ...node("worker-0"), Status: "Down" }] },
    "node worker-0 is Down",
  ],
  [{ services: [{ ...service, Replicas: "1/2" }] }, "service example_api runs 1 of 2"],
  [{ services: [{ ...service, Replicas: "3/2" }] }, "service example_api runs 3 of 2"],
  [
    { services: [{ ...service, Image: "other" }] },
    "service example_api has the image other, which no output names",
  ],
  [{ tasks: [{ ...task, Image: "old" }] }, "task example_api.1 runs old, which no output names"],
  [{ updates: { example_api: "paused" } }, "the update of example_api is paused"],
  [{ updates: { example_api: "rollback_completed" } }, "the update of example_api is rollback_completed"],
  [{ swarmIds: { "manager-0": "" } }, "manager-0 is in the swarm of nobody, not in ours"],
  [{ answer: "503" }, "the endpoint answers 503"],
  [{ silent: ["worker-0:8000"] }, "worker-0:8000 does not answer"],
];

describe("findMisses", () => {
  it("finds none if every promise holds", () => {
    assert.deepEqual(findMisses(promised, well), []);
    assert.deepEqual(findMisses(promised, { ...well, updates: { example_api: "" } }), []);
  });

  for (const [change, miss] of cases)
    it(`finds: ${miss}`, () => assert.deepEqual(findMisses(promised, { ...well, ...change }), [miss]));
});
