import assert from "node:assert/strict";
import { type Answer, barHeight, emptySwarm, picture, slowOf, withAnswer, withFailure } from "./modules.ts";

const homes = ["manager-0", "worker-0", "worker-1", "worker-0"];
let id = 0;

function answer(slot: number, at: number, change: Partial<Answer> = {}): Answer {
  id += 1;
  return {
    id,
    at,
    duration: 5,
    edge: "manager-0",
    replica: `example_api.${slot}.k3j5h2x8c9`,
    slot,
    container: `${slot}f0e1d2c3b4a5968778695a4b3c2d1e0f`,
    node: homes[slot - 1] ?? "worker-9",
    version: "1.0.0",
    visits: at / 200,
    ...change,
  };
}

/** Five answers a second from these slots in turn. */
function answers(slots: readonly number[], from: number, to: number, change: Partial<Answer> = {}): Answer[] {
  const count = (to - from) / 200;
  return Array.from({ length: count }, (_none, index) =>
    answer(slots[index % slots.length] ?? 1, from + 200 * (index + 1), change),
  );
}

function swarmAfter(...parts: readonly (readonly Answer[])[]) {
  return parts.flat().reduce(withAnswer, emptySwarm());
}

function tiles(swarm: object, now: number): string[] {
  return picture(swarm, now).nodes.flatMap(({ name, replicas }) =>
    replicas.map((replica) => `${replica.name} on ${name}${replica.quiet ? " quiet" : ""}`),
  );
}

describe("the example's page", () => {
  it("shows nothing before the first answer", () => {
    const { mood, nodes, visits, rate, failed } = picture(emptySwarm(), 0);
    assert.deepEqual(
      { mood, nodes, visits, rate, failed },
      { mood: "waiting", nodes: [], visits: undefined, rate: undefined, failed: 0 },
    );
  });

  it("groups replicas by node, sorts both, and shortens the container's id", () => {
    const now = picture(swarmAfter(answers([4, 3, 2, 1], 0, 4000)), 4000);
    assert.deepEqual(
      now.nodes.map(({ name, edge, replicas }) => [name, edge, ...replicas.map((replica) => replica.name)]),
      [
        ["manager-0", 20, "api.1"],
        ["worker-0", undefined, "api.2", "api.4"],
        ["worker-1", undefined, "api.3"],
      ],
    );
    assert.deepEqual(now.nodes[0]?.replicas[0]?.container, "1f0e1d2c3b4a");
    assert.deepEqual(now.nodes[0]?.replicas[0]?.answers, 5);
    assert.deepEqual([now.liveReplicas, now.liveNodes], [4, 3]);
  });

  it("reads the rate from the shared counter, which includes others' requests", () => {
    const alone = picture(swarmAfter(answers([1, 2], 0, 4000)), 4000);
    assert.equal(alone.rate, 5);
    const busy = answers([1, 2], 0, 4000).map((each) => ({ ...each, visits: each.visits * 20 }));
    assert.equal(picture(swarmAfter(busy), 4000).rate, 100);
  });

  it("shows the median response time, and a count that never decreases", () => {
    const durations = [3, 90, 4, 5, 6];
    const swarm = swarmAfter(
      durations.map((duration, index) =>
        answer(1, 200 * index, { duration, visits: [1, 2, 4, 5, 3][index] ?? 0 }),
      ),
    );
    const { responseTime, visits } = picture(swarm, 800);
    assert.deepEqual({ responseTime, visits }, { responseTime: 5, visits: 5 });
  });

  it("follows a counter that restarts", () => {
    const swarm = swarmAfter(answers([1], 0, 2000, { visits: 900 }), answers([1], 2000, 4000, { visits: 3 }));
    assert.equal(picture(swarm, 4000).visits, 3);
  });

  it("fades out a dead replica while the others go on", () => {
    const before = answers([1, 2, 3, 4], 0, 4000);
    const all = ["api.1 on manager-0", "api.2 on worker-0", "api.4 on worker-0", "api.3 on worker-1"];
    assert.deepEqual(tiles(swarmAfter(before), 4000), all);
    const soon = swarmAfter(before, answers([1, 2, 4], 4000, 6600));
    assert.deepEqual(tiles(soon, 6600), [...all.slice(0, 3), "api.3 on worker-1 quiet"]);
    const later = swarmAfter(before, answers([1, 2, 4], 4000, 9200));
    assert.deepEqual(tiles(later, 9200), all.slice(0, 3));
    assert.equal(picture(later, 9200).visits, 46);
  });

  it("keeps many replicas that rarely answer", () => {
    const slots = Array.from({ length: 40 }, (_none, index) => index + 1);
    const swarm = swarmAfter(answers(slots, 0, 8000));
    assert.equal(picture(swarm, 8000).liveReplicas, 40);
  });

  it("shows both versions during a rollout, then only the new one", () => {
    const old = answers([1, 2], 0, 4000);
    const successor = { version: "1.1.0", replica: "example_api.1.new" };
    const half = swarmAfter(old, [answer(1, 4200, successor), answer(2, 4400)]);
    assert.deepEqual(picture(half, 4400).versions, ["1.0.0", "1.1.0"]);
    const done = swarmAfter(old, answers([1], 4000, 9400, successor));
    assert.deepEqual(picture(done, 9400).versions, ["1.1.0"]);
    assert.deepEqual(tiles(done, 9400), ["api.1 on manager-0"]);
  });

  it("distinguishes failure from recovery", () => {
    const failure = { at: 4200, duration: 1000, failure: "502: no replica answered" };
    const failed = withFailure(swarmAfter(answers([1, 2], 0, 4000)), failure);
    assert.deepEqual([picture(failed, 4200).mood, picture(failed, 4200).failed], ["failing", 1]);
    const recovered = withAnswer(failed, answer(1, 4400));
    assert.deepEqual([picture(recovered, 4400).mood, picture(recovered, 4400).failed], ["recovered", 1]);
    assert.equal(picture(swarmAfter(answers([1, 2], 0, 4000)), 4000).mood, "well");
    assert.equal(picture(swarmAfter(answers([1, 2], 0, 4000)), 20_000).mood, "failing");
  });

  it("forgets replicas that are long gone", () => {
    const many = Array.from({ length: 300 }, (_none, index) =>
      answer(1, 1000 * index, { replica: `example_api.1.${index}` }),
    );
    const { replicas } = swarmAfter(many) as { replicas: object };
    assert.ok(Object.keys(replicas).length <= 42, `${Object.keys(replicas).length} kept`);
  });

  it("draws bars by duration, and failures at full height", () => {
    const durations = [10, 10, 10, 10, 10, 10, 10, 10, 10, 20].map((duration) => ({ duration }));
    assert.equal(slowOf(durations), 20);
    assert.equal(slowOf([{ duration: 1 }, { duration: 9000, failure: "502" }]), 4);
    assert.deepEqual(
      [0, 10, 20, 500].map((duration) => barHeight({ duration }, 20)),
      [8, 42, 75, 100],
    );
    assert.equal(barHeight({ duration: 1, failure: "502" }, 20), 100);
  });
});
