import assert from "node:assert/strict";
import { engineEvents } from "../../../../tools/pulumi/events.ts";

describe("engineEvents", () => {
  it("are the lines that are whole mappings", () => {
    const prelude = { preludeEvent: { config: { "swarm:workers": "2" } } };
    const log = ["", "null", "1", '"a"', "[]", JSON.stringify(prelude), '{"resourcePreEvent": {"meta'];
    assert.deepEqual(engineEvents(log.join("\n")), [prelude]);
  });
});
