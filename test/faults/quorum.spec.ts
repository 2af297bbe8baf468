import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { docker, inventory, machine, onNode } from "../support/engine.ts";
import { fault } from "../support/faults.ts";
import { answerOf, assertHealed } from "../support/oracle.ts";
import { SecretWatch } from "../support/secretWatch.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";

const stack = "faults-quorum";

describe("managers that lose their disks", () => {
  const before = inventory(stack);
  const settings = {
    managers: 3,
    workers: 1,
    stacks: smallStack,
    local: { port: 18600, subnet: "172.31.86.0/24" },
  };
  const clone = new Clone(stack, settings);
  const secrets = new SecretWatch(clone);
  writeSmallStack(clone, "1");
  let swarmId: string | undefined;

  const up = () => clone.npm("up", "--yes", "--skip-preview");

  /** Loses a machine and its disk, as in a fire. */
  const lose = (...nodes: string[]) => {
    for (const node of nodes) docker("rm", "--force", "--volumes", machine(stack, node));
    docker("volume", "rm", ...nodes.map((node) => `swarm-${stack}-${node}`));
  };

  const nodes = (from: string) =>
    onNode(stack, from, "docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}}").sort();

  const allFour = ["manager-0 Ready", "manager-1 Ready", "manager-2 Ready", "worker-0 Ready"];

  /** Preview and up fail with this message, and change nothing of the stack. */
  async function assertRefused(message: string): Promise<void> {
    const there = inventory(stack);
    for (const run of [await clone.npm("preview"), await up()]) {
      assert.notEqual(run.code, 0, run.output);
      assert.ok(run.output.includes(message), run.output);
    }
    assert.deepEqual(inventory(stack), there);
  }

  after(async () => {
    const { code, output } = await clone.npm("destroy");
    clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });

  fault("the seed manager loses its disk", "refused; swarm:seed heals", 300, async (run) => {
    const first = await up();
    assert.equal(first.code, 0, first.output);
    ({ swarmId } = await assertHealed(clone, undefined));
    onNode(stack, "manager-1", "sh", "-c", "echo kept | docker secret create kept -");
    run.begin();
    lose("manager-0");
    await assertRefused(
      "manager-0, which runs the manager-side commands, has lost its disk, while manager-1 still has the swarm",
    );
    run.saw("preview and up name swarm:seed and change nothing");
    clone.configure({ ...settings, seed: "manager-1" });
    const healed = await up();
    assert.equal(healed.code, 0, healed.output);
    await assertHealed(clone, swarmId);
    assert.deepEqual(nodes("manager-0"), allFour);
    run.saw("the old member is gone, a new one with its identity");
    run.end();
    clone.configure(settings);
    const back = await up();
    assert.equal(back.code, 0, back.output);
    await assertHealed(clone, swarmId);
  });

  fault("two of three managers lose their disks", "refused; swarm:recover heals", 600, async (run) => {
    lose("manager-0", "manager-2");
    // A leader without followers notices within ten seconds.
    const leads = () =>
      onNode(stack, "manager-1", "docker", "info", "--format", "{{with .Swarm.Cluster}}{{.ID}}{{end}}");
    while (leads().length > 0) await sleep(500);
    await assertRefused(
      "the swarm has permanently lost its quorum: manager-0 and manager-2 lost their disks, and of 3 managers 2 are needed.",
    );
    assert.equal(await answerOf("http://127.0.0.1:18600"), "200");
    run.saw("preview and up name swarm:recover and change nothing; services answer");
    clone.configure({ ...settings, recover: "manager-2" });
    await assertRefused("swarm:recover: is manager-2, which has nothing to recover from");
    clone.configure({ ...settings, recover: "manager-1" });
    const healed = await up();
    assert.equal(healed.code, 0, healed.output);
    await assertHealed(clone, swarmId);
    assert.deepEqual(nodes("manager-2"), allFour);
    assert.deepEqual(onNode(stack, "manager-0", "docker", "secret", "ls", "--format", "{{.Name}}"), ["kept"]);
    run.saw("the same swarm, its secrets and services, three managers");
    run.end();
    clone.configure(settings);
    const back = await up();
    assert.equal(back.code, 0, back.output);
    await assertHealed(clone, swarmId);
  });

  fault("fewer managers while one hangs", "refused in preview", 90, async (run) => {
    docker("pause", machine(stack, "manager-2"));
    try {
      clone.configure({ ...settings, managers: 1 });
      // The leader takes a while to notice that a manager is silent.
      const seen = () => onNode(stack, "manager-0", "docker", "node", "ls", "--format", "{{.ManagerStatus}}");
      while (!seen().includes("Unreachable")) await sleep(500);
      const { code, output } = await clone.npm("preview");
      assert.notEqual(code, 0, output);
      assert.match(output, /manager-1 and manager-2 should leave, but manager-2 cannot be reached/);
      run.saw("reported; nothing was changed");
    } finally {
      docker("unpause", machine(stack, "manager-2"));
    }
    clone.configure(settings);
    run.end();
    await assertHealed(clone, swarmId);
  });

  secrets.assertHidden("manager-0");
});
