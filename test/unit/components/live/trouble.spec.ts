import assert from "node:assert/strict";
import type { LiveNode, LiveSwarm, MachineView } from "../../../../components/live/liveSwarm.ts";
import { findTrouble } from "../../../../components/live/trouble.ts";

const machine: MachineView = {
  state: "active",
  nodeId: "id-1",
  swarmId: "",
  owner: { cluster: "", stack: "" },
  joined: "c1",
  isCurrent: true,
  address: "10.0.0.21",
  peers: ["10.0.0.10"],
};
const node = (index: number, changes: Partial<LiveNode> = {}): LiveNode => ({
  id: `id-${index}`,
  name: `worker-${index}`,
  role: "worker",
  availability: "active",
  state: "ready",
  raft: "",
  address: `10.0.0.2${index}`,
  labels: { "swarm.node": `worker-${index}` },
  ...changes,
});
const listed = [{ name: "worker-0" }, { name: "worker-1" }];
const swarm = (...nodes: LiveNode[]): NonNullable<LiveSwarm["swarm"]> => ({
  ...{ id: "swarm", autolock: false, rotated: false, members: [], recorded: [], now: [] },
  nodes,
});

const trouble = (
  live: Partial<LiveSwarm>,
  nodes: Parameters<typeof findTrouble>[0]["nodes"] = listed,
  replaced = "",
) =>
  findTrouble({
    live: { managers: {}, failures: {}, ...live },
    nodes,
    isReplaced: (name) => name === replaced,
  }).map(({ sentence, isMended }) => `${isMended ? "mended: " : ""}${sentence}`);

const accept = "accept that it is missing: swarm:nodes: {worker-1: {acceptDown: true}}";

describe("findTrouble", () => {
  it("finds none if every listed node is Ready or new", () => {
    assert.deepEqual(trouble({ swarm: swarm(node(0), node(1)) }), []);
    assert.deepEqual(trouble({ swarm: swarm(node(0)) }), []);
    assert.deepEqual(
      trouble({ swarm: swarm(node(0)), absent: { "worker-1": { ...machine, nodeId: "" } } }),
      [],
    );
  });

  it("names a node that is Down, and why its machine did not answer", () => {
    const down = swarm(node(0), node(1, { state: "down" }));
    assert.deepEqual(trouble({ swarm: down }), [
      `node worker-1 is Down\n  → start its machine, or take it out of the settings, or ${accept}`,
    ]);
    assert.deepEqual(trouble({ swarm: down, failures: { "worker-1": "it does not answer over SSH" } }), [
      `node worker-1 is Down, and its machine did not answer about the swarm: it does not answer over SSH\n  → start its machine, or take it out of the settings, or ${accept}`,
    ]);
  });

  it("reports what an answering machine says of itself", () => {
    const down = swarm(node(0), node(1, { state: "down" }));
    const log = `check its engine's log: npm run ssh -- worker-1 journalctl -u docker; or ${accept}`;
    assert.deepEqual(trouble({ swarm: down, absent: { "worker-1": machine } }), [
      `node worker-1 is Down: its machine runs and is active in the swarm, but does not reach the managers at 10.0.0.10\n  → ${log}`,
    ]);
    assert.deepEqual(trouble({ swarm: down, absent: { "worker-1": { ...machine, nodeId: "id-9" } } }), [
      `node worker-1 is Down: its machine is the node id-9 now\n  → ${log}`,
    ]);
  });

  it("leaves a machine that left by hand to findDrift", () => {
    const absent = { "worker-1": { ...machine, state: "inactive" as const, nodeId: "" } };
    assert.deepEqual(trouble({ swarm: swarm(node(0), node(1, { state: "down" })), absent }), []);
  });

  it("marks what this run fixes: a removed machine, a node that has not reported yet", () => {
    assert.deepEqual(trouble({ swarm: swarm(node(0), node(1, { state: "down" })) }, listed, "worker-1"), [
      "mended: node worker-1 is Down: its machine does not run; up brings it back",
    ]);
    assert.deepEqual(trouble({ swarm: swarm(node(0), node(1, { state: "unknown" })) }), [
      "mended: node worker-1 is Unknown: the swarm waits for its report",
    ]);
  });

  it("accepts a missing node that the settings allow, and an old entry beside a Ready one", () => {
    const down = swarm(node(0), node(1, { state: "down" }));
    assert.deepEqual(
      trouble({ swarm: down }, [{ name: "worker-0" }, { name: "worker-1", acceptDown: true }]),
      [],
    );
    assert.deepEqual(trouble({ swarm: swarm(node(0), node(1, { id: "old", state: "down" }), node(1)) }), []);
  });

  it("finds two machines with one node id", () => {
    assert.deepEqual(
      trouble({ swarm: swarm(node(0)), absent: { "worker-1": { ...machine, nodeId: "id-0" } } }),
      [
        "the machine of worker-1 is the node id-0, which is worker-0 already\n  → if it is a copy of the machine of worker-0, stop Docker on the copy, remove /var/lib/docker/swarm there, start Docker and run npm run up again",
      ],
    );
  });

  it("never reports a cluster as healthy if a probe failed", () => {
    const failures = { "manager-0": "its shell ended with 3" };
    assert.deepEqual(trouble({ failures, managers: { "manager-0": undefined } }), [
      "manager-0 did not answer about the swarm: its shell ended with 3\n  → restart its machine, or see what its shell prints: npm run ssh -- manager-0",
    ]);
    assert.deepEqual(trouble({ failures, managers: { "manager-0": undefined } }, listed, "manager-0"), [
      "mended: the machine of manager-0 does not run; up brings it back",
    ]);
  });

  it("reports a swarm without a leader", () => {
    assert.deepEqual(trouble({ managers: { "manager-0": machine, "manager-1": undefined } }), [
      "the swarm has no leader: manager-0 is active\n  → start the other managers: without most of them nothing can be changed",
    ]);
    assert.deepEqual(trouble({ managers: { "manager-0": { ...machine, state: "inactive" } } }), []);
  });
});
