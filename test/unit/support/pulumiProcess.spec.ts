import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { endProcess, withChildren } from "../../support/pulumiProcess.ts";

describe("withChildren", () => {
  it("lists a process and all its descendants", async () => {
    const outer = spawn("sh", ["-c", "sh -c 'sleep 60 & echo $$ $!; wait' & wait"], { detached: true });
    try {
      const [text] = await once(outer.stdout, "data");
      const inner = String(text).trim().split(" ").map(Number);
      assert.deepEqual(withChildren(outer.pid ?? 0), [outer.pid, ...inner]);
    } finally {
      process.kill(-(outer.pid ?? 0), "SIGKILL");
    }
  });

  it("lists only the process if it has none", () => {
    assert.deepEqual(withChildren(process.ppid).slice(0, 1), [process.ppid]);
    assert.deepEqual(withChildren(2 ** 30), [2 ** 30]);
  });
});

describe("endProcess", () => {
  it("ends a process, and accepts that it has ended already", async () => {
    const child = spawn("sleep", ["60"]);
    const exit = once(child, "exit");
    endProcess(child.pid ?? 0);
    assert.deepEqual(await exit, [null, "SIGKILL"]);
    endProcess(child.pid ?? 0);
  });
});
