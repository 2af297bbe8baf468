import assert from "node:assert/strict";
import { hasLeft, pendingReason } from "../../../../../../components/targets/aws/entryPoint/targetHealth.ts";

const target = (id: string, state: string, description = "") => ({ id, state, description });

describe("pendingReason", () => {
  const reason = (state: string, isEverywhere = true, ...others: string[]) =>
    pendingReason(
      [target("i-1", state, "told"), ...others.map((other, index) => target(`i-${index + 2}`, other))],
      "i-1",
      isEverywhere,
    );

  it("is there until the load balancer uses the target", () => {
    assert.equal(reason("initial"), "told");
    assert.equal(reason("unused"), "told");
    assert.equal(reason("draining"), "told");
    assert.equal(reason("healthy"), undefined);
    assert.equal(pendingReason([], "i-1", true), "it is not registered");
    assert.equal(pendingReason([target("i-1", "initial")], "i-1", true), "it is initial");
  });

  it("is there for an unhealthy target if others show that the service works", () => {
    assert.equal(reason("unhealthy", true, "healthy"), "told");
    assert.equal(reason("unhealthy", true, "unhealthy", "initial"), undefined);
  });

  it("is not there for an unhealthy target whose node need not run a task", () => {
    assert.equal(reason("unhealthy", false, "healthy"), undefined);
    assert.equal(reason("initial", false, "healthy"), "told");
  });
});

describe("hasLeft", () => {
  it("is true once the connections have ended", () => {
    assert.equal(hasLeft([target("i-1", "draining")], "i-1"), false);
    assert.equal(hasLeft([target("i-1", "healthy")], "i-1"), false);
    assert.equal(hasLeft([target("i-1", "unused")], "i-1"), true);
    assert.equal(hasLeft([target("i-2", "healthy")], "i-1"), true);
  });
});
