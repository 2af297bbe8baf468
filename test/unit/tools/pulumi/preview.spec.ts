import assert from "node:assert/strict";
import { changesIn, type EngineStep, resourcesIn } from "../../../../tools/pulumi/preview.ts";
import { readPreview } from "../../../../tools/pulumi/runPreview.ts";

const urn = "urn:pulumi:dev::swarm::swarm:index:Ec2Machines$aws:ec2/instance:Instance::web-0";
const state = (size: number) => ({ type: "aws:ec2/instance:Instance", inputs: { size } });
const step = (op: string, more: Partial<EngineStep> = {}): EngineStep => ({ op, urn, ...more });

describe("changesIn", () => {
  const ops = (...steps: EngineStep[]) => changesIn({ steps }).map(({ op }) => op);

  it("counts a replacement as one change, whole or in parts", () => {
    assert.deepEqual(ops(step("replace")), ["replace"]);
    assert.deepEqual(ops(step("create-replacement"), step("replace"), step("delete-replaced")), ["replace"]);
    assert.deepEqual(ops(step("delete"), step("create")), ["replace"]);
  });

  it("ignores reads and bookkeeping", () => {
    for (const op of ["same", "refresh", "read", "discard", "remove-pending-replace"])
      assert.deepEqual(ops(step(op)), [], op);
  });

  it("returns the old state, the new state and the reasons", () => {
    const replaced = step("replace", {
      oldState: state(1),
      newState: state(2),
      replaceReasons: ["size"],
      diffReasons: ["size", "tags"],
    });
    assert.deepEqual(changesIn({ steps: [replaced] }), [
      {
        op: "replace",
        type: "aws:ec2/instance:Instance",
        name: "web-0",
        owner: "swarm:index:Ec2Machines",
        before: { size: 1 },
        after: { size: 2 },
        reasons: ["size"],
      },
    ]);
    assert.deepEqual(changesIn({ steps: [step("update", { diffReasons: ["tags"] })] })[0]?.reasons, ["tags"]);
  });

  it("finds nothing without steps", () => {
    assert.deepEqual(changesIn({}), []);
    assert.deepEqual(changesIn({ steps: null }), []);
  });
});

describe("resourcesIn", () => {
  const sizes = (...steps: EngineStep[]) => {
    const { before, after } = resourcesIn({ steps });
    return [before, after].map((list) => list.map(({ inputs }) => inputs?.size));
  };
  const refreshed = step("refresh", { oldState: state(1), newState: state(1) });

  it("returns the resources before and after", () => {
    assert.deepEqual(sizes(refreshed), [[1], [1]]);
    assert.deepEqual(sizes(step("create", { newState: state(2) })), [[], [2]]);
    assert.deepEqual(sizes(refreshed, step("delete", { oldState: state(1) })), [[1], []]);
    assert.deepEqual(sizes(refreshed, step("update", { oldState: state(1), newState: state(2) })), [
      [1],
      [2],
    ]);
  });

  it("includes a resource that is gone and would come back", () => {
    const gone = step("refresh", { oldState: state(1) });
    assert.deepEqual(sizes(gone), [[1], []]);
    assert.deepEqual(sizes(gone, step("create", { newState: state(1) })), [[1], [1]]);
  });
});

describe("readPreview", () => {
  const failure = { severity: "error", message: "told" };

  it("reads the engine's JSON", () => {
    assert.deepEqual(readPreview('{"steps": []}', "a warning", 0), { steps: [] });
    assert.deepEqual(readPreview(JSON.stringify({ diagnostics: [failure] }), "told", 1), {
      diagnostics: [failure],
    });
  });

  it("reports Pulumi's other output as the error", () => {
    assert.deepEqual(readPreview("", "error: no stack named 'x' found\n", 255), {
      diagnostics: [{ severity: "error", message: "error: no stack named 'x' found" }],
    });
    assert.deepEqual(readPreview("{", "", 130).diagnostics, [
      { severity: "error", message: "pulumi preview ended with 130" },
    ]);
    assert.deepEqual(readPreview('{"steps": []}', "policy failed", 1).diagnostics, [
      { severity: "error", message: "policy failed" },
    ]);
  });
});
