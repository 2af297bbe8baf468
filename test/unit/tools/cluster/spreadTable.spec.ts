import assert from "node:assert/strict";
import { spreadTable } from "../../../../tools/cluster/spreadTable.ts";

describe("spreadTable", () => {
  it("shows each service before and after, by name", () => {
    const before = "shop_web worker-0=2 manager-0=1 worker-1=0\nshop_api manager-0=1 worker-0=1\n";
    const after = "shop_web worker-0=1 manager-0=1 worker-1=1\nshop_api manager-0=1 worker-0=1\n";
    assert.deepEqual(spreadTable(before, after).split("\n"), [
      "SERVICE   BEFORE                               AFTER",
      "shop_api  manager-0 1, worker-0 1              the same",
      "shop_web  manager-0 1, worker-0 2, worker-1 0  manager-0 1, worker-0 1, worker-1 1",
    ]);
  });

  it("says if there is nothing to spread", () => {
    assert.equal(spreadTable("", ""), "no service has two replicas or more");
  });
});
