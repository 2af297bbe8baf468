import assert from "node:assert/strict";
import type { Debuggable } from "../../../components/withoutTraces.ts";
import "../../../components/withoutTraces.ts";
import * as pulumi from "@pulumi/pulumi";
import debuggable from "@pulumi/pulumi/runtime/debuggable.js";

describe("withoutTraces", () => {
  it("stores no stack trace with a resource", () => {
    const { stackTrace } = pulumi.Resource as unknown as { stackTrace: (skip: number) => unknown[] };
    assert.deepEqual(stackTrace(4), []);
  });

  it("takes no stack trace for a promise, and keeps its context", async () => {
    const promise = Promise.resolve("value") as Promise<string> &
      Record<"_debugCtx" | "_debugStackTrace", string>;
    assert.equal(
      await (debuggable as unknown as Debuggable).debuggablePromise(promise, "the context"),
      "value",
    );
    assert.deepEqual([promise._debugCtx, promise._debugStackTrace], ["the context", "Error"]);
  });

  it("keeps the stack traces of errors", () => {
    assert.match(String(new Error("found").stack), /withoutTraces\.spec\.ts/);
  });
});
