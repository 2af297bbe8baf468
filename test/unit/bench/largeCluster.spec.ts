import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { storedIn } from "../../../bench/largeCluster.ts";

describe("storedIn", () => {
  it("counts resources and bytes without the indentation of an export", () => {
    const state = { version: 3, deployment: { resources: [{ urn: "a" }, { urn: "b" }] } };
    const plainBytes = JSON.stringify(state).length;
    const bytes = gzipSync(JSON.stringify(state)).length;
    assert.deepEqual(storedIn(JSON.stringify(state, undefined, 4)), { bytes, plainBytes, resources: 2 });
  });

  it("counts nothing in an empty stack", () => {
    assert.equal(storedIn('{"version": 3, "deployment": {}}').resources, 0);
  });
});
