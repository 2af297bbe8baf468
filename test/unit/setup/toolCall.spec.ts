import assert from "node:assert/strict";
import { callTool, ToolCallFailed } from "../../../setup/toolCall.ts";

function work(warnings: string[] = []) {
  return { progress: { note: (text: string) => warnings.push(text) }, signal: new AbortController().signal };
}

describe("callTool", () => {
  it("returns the output and shows each line", async () => {
    const warnings: string[] = [];
    const script = "echo one; echo; printf 'two\\rthree\\nfour'";
    assert.equal(await callTool(work(warnings), "sh", ["-c", script]), "one\ntwo\nthree\nfour");
    assert.deepEqual(warnings, ["one", "two", "three"]);
  });

  it("adds to the environment", async () => {
    const options = { environment: { WORD: "blue" } };
    assert.equal(await callTool(work(), "sh", ["-c", "echo $WORD"], options), "blue");
  });

  it("gives up at the deadline", async () => {
    await assert.rejects(callTool(work(), "sleep", ["60"], { deadline: 50 }), {
      name: "Error",
      message: "sleep 60\ngave no result in 50 ms",
    });
  });

  it("reports the signal that ended a program", async () => {
    await assert.rejects(callTool(work(), "sh", ["-c", "kill -9 $$"]), (error) => {
      assert(error instanceof ToolCallFailed);
      assert.equal(error.message, "sh -c kill -9 $$\nended with SIGKILL");
      return true;
    });
  });

  it("starts nothing after an interruption", () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    assert.throws(() => callTool({ ...work(), signal }, "true", []), { message: "interrupted" });
  });
});
