import assert from "node:assert/strict";
import { figuresOf, median } from "../../../bench/figures.ts";

const rounds = {
  product: [
    { up: 30, noop: 9 },
    { up: 12, noop: 5 },
    { up: 18, noop: 4 },
  ],
  floor: [{ up: 10 }, { up: 9 }, { up: 50 }],
  empty: [
    { up: 2, noop: 2 },
    { up: 2, noop: 2 },
    { up: 2, noop: 2 },
  ],
  memory: 601,
};

describe("bench figures", () => {
  it("compare medians with the floor and the empty program", () => {
    const [up] = figuresOf(rounds, ["up"]);
    assert.equal(up?.product, 18);
    assert.equal(up?.floor, 10);
    assert.equal(up?.ratio, 1.5);
    assert.equal(up?.met, true);
  });

  it("compare an up without changes only with the empty program", () => {
    const [noop] = figuresOf(rounds, ["noop"]);
    assert.equal(noop?.floor, undefined);
    assert.equal(noop?.ratio, 2.5);
    assert.equal(noop?.met, true);
  });

  it("say if a goal is missed", () => {
    const slower = { ...rounds, product: [{ up: 18.1 }] };
    assert.equal(figuresOf(slower, ["up"])[0]?.met, false);
    assert.equal(figuresOf(rounds, ["memory"])[0]?.met, false);
    assert.equal(figuresOf({ ...rounds, memory: 600 }, ["memory"])[0]?.met, true);
  });

  it("do not judge what was not measured", () => {
    const [memory] = figuresOf({ ...rounds, memory: undefined }, ["memory"]);
    assert.equal(memory?.met, undefined);
  });

  it("use the median of odd and even counts, and no median of nothing", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(median([]), undefined);
  });
});
