import assert from "node:assert/strict";
import { awayWorkers, markAway } from "../../../../components/live/awayWorkers.ts";
import type { Observed } from "../../../../components/live/driftCorrection.ts";

type Live = Observed["live"];
type Node = NonNullable<Live["swarm"]>["nodes"][number];

const node = (name: string, state: string): Node => ({
  ...{ id: `id-${name}`, name, role: "worker", availability: "active", state },
  ...{ raft: "", address: "", labels: {} },
});
const view = { state: "active", nodeId: "", swarmId: "", owner: { cluster: "", stack: "" } } as const;
const observed = (nodes: readonly Node[], more: Partial<Live> = {}, replaced = ""): Observed => ({
  live: {
    ...{ managers: {}, failures: {} },
    swarm: { ...{ id: "s", autolock: false, rotated: false, members: [], recorded: [], now: [] }, nodes },
    ...more,
  },
  isReplaced: (name) => name === replaced,
});
const machines = [
  { name: "manager-0", role: "manager" },
  { name: "worker-0", role: "worker" },
  { name: "worker-1", role: "worker" },
] as const;

describe("awayWorkers", () => {
  it("are Down, and their machines do not answer", () => {
    const nodes = [node("manager-0", "down"), node("worker-0", "ready"), node("worker-1", "down")];
    assert.deepEqual(awayWorkers(observed(nodes), machines), ["worker-1"]);
    const answering = {
      absent: { "worker-1": { ...view, joined: "", isCurrent: true, address: "", peers: [] } },
    };
    assert.deepEqual(awayWorkers(observed(nodes, answering), machines), []);
    assert.deepEqual(awayWorkers(observed(nodes, {}, "worker-1"), machines), []);
  });

  it("are not those that are new, have a successor, or may report soon", () => {
    assert.deepEqual(awayWorkers(observed([]), machines), []);
    assert.deepEqual(awayWorkers(undefined, machines), []);
    assert.deepEqual(awayWorkers(observed([node("worker-0", "unknown")]), machines), []);
    assert.deepEqual(
      awayWorkers(observed([node("worker-0", "down"), node("worker-0", "ready")]), machines),
      [],
    );
  });

  it("are marked", () => {
    const specs = machines.map((machine) => ({ ...machine, index: 0, labels: {} }));
    assert.deepEqual(
      markAway(specs, observed([node("worker-1", "down")])).map(({ isAway = false }) => isAway),
      [false, false, true],
    );
  });
});
