import assert from "node:assert/strict";
import { Clone } from "../support/clone.ts";
import { inventory } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";

describe("settings with mistakes", () => {
  const stack = "e2e-mistakes";
  const before = inventory(stack);
  const clone = new Clone(stack, {
    managers: 2,
    wrokers: 3,
    stacks: { example: { file: "example/no-such-file.yaml" } },
    local: localAddresses(stack),
  });

  after(() => clone.remove());

  it("are reported all at once, each with a hint, before anything is created", async () => {
    const { code, output } = await clone.npm("start");
    assert.notEqual(code, 0);
    assert.match(output, /3 mistakes in the settings; nothing was changed/);
    assert.match(output, /swarm:managers: .*2/);
    assert.match(output, /swarm:wrokers: is unknown\n +→ did you mean workers\?/);
    assert.match(output, /no-such-file\.yaml/);
    assert.doesNotMatch(output, / {4}at .*\.ts:\d+/);
    assert.deepEqual(inventory(stack), before);
  });
});
