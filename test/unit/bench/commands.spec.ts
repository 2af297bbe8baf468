import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailed, Commands } from "../../../bench/commands.ts";

function call(script: string) {
  return { program: "sh", args: ["-c", script], folder: "/", environment: process.env };
}

function runs(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

describe("bench commands", () => {
  it("report their time and output", async () => {
    const commands = new Commands(new AbortController().signal);
    const { seconds, output } = await commands.run(call("echo out; echo err >&2; sleep 0.2"));
    assert.ok(seconds > 0.2 && seconds < 5, String(seconds));
    assert.equal(output.includes("out\n") && output.includes("err\n"), true);
  });

  it("fail with their last output", async () => {
    const commands = new Commands(new AbortController().signal);
    await assert.rejects(commands.run(call("echo no room; exit 3")), (error: CommandFailed) => {
      assert.ok(error instanceof CommandFailed);
      assert.match(error.message, /ended with 3:\nno room$/);
      return true;
    });
  });

  it("end with all their children if the bench is interrupted", async () => {
    const abort = new AbortController();
    let started = 0;
    let ended = false;
    const running = new Commands(abort.signal).run({
      ...call("sleep 60 & echo $!; wait"),
      watch: {
        begin(processId) {
          started = processId;
          setTimeout(() => abort.abort(new Error("interrupted")), 200);
        },
        end() {
          ended = true;
        },
      },
    });
    await assert.rejects(running, /^Error: interrupted$/);
    assert.equal(ended, true);
    // All of the group are gone when no signal reaches it.
    for (let waited = 0; runs(-started) && waited < 5000; waited += 50) await sleep(50);
    assert.equal(runs(-started), false);
  });

  it("do not start after an interruption", async () => {
    const commands = new Commands(AbortSignal.abort(new Error("interrupted")));
    await assert.rejects(commands.run(call("true")), /^Error: interrupted$/);
  });
});
