import assert from "node:assert/strict";
import { awsCost, regionIn } from "../../../../components/targets/aws/cost.ts";
import { engineEvents, previewOf } from "../../../../tools/pulumi/events.ts";
import { resourcesIn } from "../../../../tools/pulumi/preview.ts";
import { noteOfCost } from "../../../../tools/report/cost/stackCost.ts";

const type = "aws:ec2/instance:Instance";
const state = (instanceType: string) => ({
  type,
  urn: "web-0",
  id: "i-1",
  inputs: { instanceType },
  outputs: {},
});

/** The engine's own form, with what no reader needs left out. */
const event = (
  kind: "resourcePreEvent" | "resOutputsEvent",
  op: string,
  old: unknown,
  next: unknown,
  urn = "web-0",
) => JSON.stringify({ sequence: 1, timestamp: 1, [kind]: { metadata: { op, urn, type, old, new: next } } });
const prelude = JSON.stringify({
  sequence: 0,
  timestamp: 1,
  preludeEvent: { config: { "swarm:aws": '{"region":"eu-central-1"}', "swarm:managers": "3" } },
});

describe("previewOf", () => {
  const types = (...lines: string[]) => {
    const { before, after } = resourcesIn(previewOf(engineEvents(lines.join("\n"))));
    return [before, after].map((list) => list.map(({ inputs }) => inputs?.instanceType));
  };

  it("returns the resources before and after a run that refreshes first", () => {
    const refreshed = [
      event("resourcePreEvent", "refresh", state("t3.small"), null),
      event("resOutputsEvent", "refresh", state("t3.small"), state("t3.small")),
    ];
    assert.deepEqual(types(...refreshed), [["t3.small"], ["t3.small"]]);
    assert.deepEqual(
      types(
        ...refreshed,
        event("resourcePreEvent", "update", state("t3.small"), state("t3.large")),
        event("resourcePreEvent", "create", null, state("t3.nano"), "web-1"),
      ),
      [["t3.small"], ["t3.large", "t3.nano"]],
    );
    assert.deepEqual(types(...refreshed, event("resourcePreEvent", "delete", state("t3.small"), null)), [
      ["t3.small"],
      [],
    ]);
  });

  it("ignores other events and a truncated line", () => {
    assert.deepEqual(
      types(
        prelude,
        '{"stdoutEvent":{"message":"hello"}}',
        event("resourcePreEvent", "create", null, state("a")),
        '{"cut',
      ),
      [[], ["a"]],
    );
    assert.deepEqual(previewOf(engineEvents("")), { steps: [] });
  });

  it("includes the settings", () => {
    assert.equal(regionIn(previewOf(engineEvents(prelude))), "eu-central-1");
  });
});

describe("the region of the prices", () => {
  it("is reported missing if it cannot be read", async () => {
    for (const text of [undefined, "[secret]", "{}", '{"region":"../../x"}']) {
      const config: Record<string, string> = text === undefined ? {} : { "swarm:aws": text };
      assert.throws(() => regionIn({ config }), /^Error: swarm:aws names no region that can be read\n {2}→ /);
      assert.equal(
        await noteOfCost({ config }, awsCost),
        "not known: swarm:aws names no region that can be read",
      );
    }
  });
});

describe("engineEvents", () => {
  it("returns lines that are complete mappings", () => {
    const prelude = { preludeEvent: { config: { "swarm:workers": "2" } } };
    const log = ["", "null", "1", '"a"', "[]", JSON.stringify(prelude), '{"resourcePreEvent": {"meta'];
    assert.deepEqual(engineEvents(log.join("\n")), [prelude]);
  });
});
