import assert from "node:assert/strict";
import { Clone } from "../support/clone.ts";
import { docker, inventory, machine } from "../support/engine.ts";
import { fault } from "../support/faults.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";

const stack = "faults-destroyed";

describe("npm run destroy", () => {
  const before = inventory(stack);
  const clone = new Clone(stack, {
    managers: 1,
    workers: 1,
    stacks: smallStack,
    local: { port: 18950, subnet: "172.31.99.0/24" },
  });
  writeSmallStack(clone, "1");

  after(async () => {
    await clone.npm("destroy");
    clone.remove();
  });

  const ways: readonly (readonly [
    title: string,
    harm: (...nodes: string[]) => void,
    nodes: readonly string[],
  ])[] = [
    ["with a worker removed", (...names) => docker("rm", "--force", "--volumes", ...names), ["worker-0"]],
    ["with a worker stopped", (...names) => docker("stop", "--time", "1", ...names), ["worker-0"]],
    ["with a worker that hangs", (...names) => docker("pause", ...names), ["worker-0"]],
    [
      "with all managers removed",
      (...names) => docker("rm", "--force", "--volumes", ...names),
      ["manager-0"],
    ],
    ["with all managers hanging", (...names) => docker("pause", ...names), ["manager-0"]],
    [
      "with every machine removed",
      (...names) => docker("rm", "--force", "--volumes", ...names),
      ["manager-0", "worker-0"],
    ],
  ];

  for (const [title, harm, nodes] of ways)
    fault(`destroy ${title}`, "nothing is left", 60, async (run) => {
      const up = await clone.npm("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.output);
      harm(...nodes.map((node) => machine(stack, node)));
      run.begin();
      const { code, output } = await clone.npm("destroy");
      assert.equal(code, 0, output);
      run.end();
      assert.deepEqual(inventory(stack), before);
      run.saw("this computer's engine as before");
    });

  fault("destroy twice", "nothing to do", 30, async (run) => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
    run.saw("exit code 0");
  });
});
