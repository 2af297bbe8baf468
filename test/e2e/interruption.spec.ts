import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { docker, inventory } from "../support/engine.ts";

const stack = "e2e-killed";

/** The process of the Pulumi command line that works in a folder. */
function pulumiProcess(folder: string): number | undefined {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const [program = "", verb] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return program.endsWith("pulumi") && verb === "up" && readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    });
}

/** True once the machine of manager-0 exists; false after a minute. */
async function machineThere(): Promise<boolean> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (docker("ps", "--quiet", "--filter", `name=swarm-${stack}-manager-0`).length > 0) return true;
    await sleep(50);
  }
  return false;
}

describe("an up that is killed half-way", () => {
  const before = inventory(stack);
  const clone = new Clone(stack, {
    managers: 1,
    workers: 1,
    stacks: { example: { file: "example/compose.yaml" } },
    local: { port: 18180, subnet: "172.31.78.0/24" },
  });

  after(async () => {
    await clone.npm("destroy");
    clone.remove();
  });

  it("is cleaned up by npm run destroy alone", async () => {
    const up = clone.npm("start");
    assert.ok(await machineThere());
    const pid = pulumiProcess(clone.folder);
    assert.ok(pid, "pulumi runs in the clone");
    process.kill(pid, "SIGKILL");
    assert.notEqual((await up).code, 0);
    assert.notDeepEqual(inventory(stack), before);

    const destroy = await clone.npm("destroy");
    assert.equal(destroy.code, 0, destroy.output);
    assert.deepEqual(inventory(stack), before);
  });
});
