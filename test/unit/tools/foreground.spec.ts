import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runInForeground } from "../../../tools/foreground.mjs";
import { Folder } from "../../support/folder.ts";

const module = new URL("../../../tools/foreground.mjs", import.meta.url).href;

describe("runInForeground", () => {
  it("returns the exit code", async () => {
    assert.equal(await runInForeground("sh", ["-c", "exit 7"]), 7);
  });

  it("reports a signal as shells do", async () => {
    assert.equal(await runInForeground("sh", ["-c", "kill -9 $$"]), 137);
  });

  it("reports a missing program", async () => {
    await assert.rejects(runInForeground("no-such-program", []), { code: "ENOENT" });
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    it(`forwards ${signal} once without a terminal, and waits for the end`, async () => {
      using folder = new Folder();
      const program = `trap 'echo got >>log; sleep 0.1; exit 5' ${signal.slice(3)}; touch ready; while :; do sleep 0.02; done`;
      const script = `const { runInForeground } = await import(${JSON.stringify(module)});
        process.exitCode = await runInForeground("sh", ["-c", process.argv[1]]);`;
      const args = ["--input-type=module", "--eval", script, program];
      const outer = spawn(process.execPath, args, { cwd: folder.path, stdio: "ignore" });
      while (!existsSync(folder.at("ready"))) await sleep(10);
      outer.kill(signal);
      assert.deepEqual(await once(outer, "exit"), [5, null]);
      assert.equal(readFileSync(folder.at("log"), "utf8"), "got\n");
    });
});
