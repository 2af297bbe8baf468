import assert from "node:assert/strict";
import { awsPlan } from "../../../../../components/targets/aws/plan.ts";
import type { PlannedChange } from "../../../../../components/targets/targetPlan.ts";

describe("the dangers of target aws", () => {
  const removed = (forceDelete: boolean): PlannedChange => ({
    ...{ op: "delete", name: "shop/api", owner: "", after: {} },
    type: "aws:ecr/repository:Repository",
    before: { forceDelete },
  });
  const sentences = (change: PlannedChange) =>
    (awsPlan.dangers ?? [])
      .filter(({ matches }) => matches(change, [change]))
      .map(({ sentence }) => sentence(change));

  it("include a repository only if its images go with it", () => {
    assert.deepEqual(sentences(removed(true)), [
      "The repository shop/api is deleted, and with it its images.",
    ]);
    assert.deepEqual(sentences(removed(false)), []);
  });
});
