import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { Secret } from "@pulumi/policy";
import { inClear } from "../../policy/inClear.ts";

// What the SDK wraps around the inputs has no types: it is not for policies to call.
const require = createRequire(import.meta.url);
const { unknownCheckingProxy, unknownStringValue } = require("@pulumi/policy/proxy.js");
const { secretsPreservingProxy } = require("@pulumi/policy/secret.js");

/** As a remediation gets the inputs. */
function inputs(values: object) {
  return unknownCheckingProxy(secretsPreservingProxy(values));
}

describe("inClear", () => {
  it("leaves out secrets at any depth", () => {
    const values = {
      name: "worker-0",
      keys: new Secret({ ssh: "key" }),
      list: ["a", new Secret("b"), { c: 1 }],
    };
    assert.equal(inputs(values).list[1], "b", "reading unwraps a secret");
    assert.deepEqual(inClear(inputs(values)), {
      name: "worker-0",
      keys: undefined,
      list: ["a", undefined, { c: 1 }],
    });
  });

  it("accepts values that are not known yet", () => {
    const values = { id: unknownStringValue, text: "in clear" };
    assert.throws(() => inputs(values).id, /can't be known during preview/);
    assert.deepEqual(inClear(inputs(values)), values);
  });
});
