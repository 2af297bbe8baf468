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

describe("figures of a bench", () => {
  it("compares medians with the floor and the empty program", () => {
    const [up] = figuresOf(rounds, ["up"]);
    assert.equal(up?.product, 18);
    assert.equal(up?.floor, 10);
    assert.equal(up?.ratio, 1.5);
    assert.equal(up?.met, true);
  });

  it("compares an up without changes with the empty program alone", () => {
    const [noop] = figuresOf(rounds, ["noop"]);
    assert.equal(noop?.floor, undefined);
    assert.equal(noop?.ratio, 2.5);
    assert.equal(noop?.met, true);
  });

  it("says when a goal is missed", () => {
    const slower = { ...rounds, product: [{ up: 18.1 }] };
    assert.equal(figuresOf(slower, ["up"])[0]?.met, false);
    assert.equal(figuresOf(rounds, ["memory"])[0]?.met, false);
    assert.equal(figuresOf({ ...rounds, memory: 600 }, ["memory"])[0]?.met, true);
  });

  it("leaves open what could not be measured", () => {
    const [memory] = figuresOf({ ...rounds, memory: undefined }, ["memory"]);
    assert.equal(memory?.met, undefined);
  });

  it("knows the median of odd and even numbers of values, and of none", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(median([]), undefined);
  });
});
