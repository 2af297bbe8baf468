import assert from "node:assert/strict";
import { zoneOrder, zonesByIndex } from "../../../../../../components/targets/aws/network/zoneOrder.ts";

const region = { all: ["a", "b", "c", "d"], available: ["a", "b", "c", "d"] };
const impaired = { all: ["a", "b", "c", "d"], available: ["a", "c", "d"] };

describe("zoneOrder", () => {
  it("begins with the wanted zones, then those that are available", () => {
    assert.deepEqual(zoneOrder(2, region), ["a", "b", "c", "d"]);
    assert.deepEqual(zoneOrder(2, impaired), ["a", "c", "d", "b"]);
    assert.deepEqual(zoneOrder(["d", "b"], region), ["b", "d", "a", "c"]);
  });
});

describe("zonesByIndex", () => {
  const order = zoneOrder(2, region);

  it("keeps its zones when one is impaired, disappears, or is added", () => {
    assert.deepEqual(zonesByIndex(3, order, impaired), ["a", "b", "c"]);
    assert.deepEqual(zonesByIndex(3, order, { all: ["a", "c"], available: ["a", "c"] }), ["a", "b", "c"]);
    const more = { all: ["0", ...region.all], available: ["0", ...region.all] };
    assert.deepEqual(zonesByIndex(3, order, more), ["a", "b", "c"]);
    assert.deepEqual(zonesByIndex(5, order, more), ["a", "b", "c", "d", "0"]);
  });

  it("has all zones of a region that has fewer", () => {
    const small = { all: ["a", "b"], available: ["a", "b"] };
    assert.deepEqual(zonesByIndex(3, zoneOrder(3, small), small), ["a", "b"]);
  });

  it("moves no named zone when another one is named or no longer named", () => {
    const named = zoneOrder(["b", "c"], region);
    assert.deepEqual(zonesByIndex(["b", "c"], named, region), ["b", "c"]);
    assert.deepEqual(zonesByIndex(["a", "b", "c"], named, region), ["b", "c", "a"]);
    assert.deepEqual(zonesByIndex(["a", "c"], named, region), [undefined, "c", "a"]);
  });
});
