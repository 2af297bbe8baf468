import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { askNode, docker, inventory, onNode } from "../support/engine.ts";
import { fault } from "../support/faults.ts";
import { type Kills, upKilledAtEachEvent } from "../support/killedRuns.ts";
import { assertHealed } from "../support/oracle.ts";
import { pulumiProcess } from "../support/pulumiProcess.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";

const stack = "faults-killed";

/** All containers with the stack's label, by node or role. */
const containers = () =>
  docker("ps", "--all", "--filter", `label=swarm.stack=${stack}`, "--format", "{{.Names}}")
    .map((name) => name.replace(/^swarm-faults-killed-/, "").replace(/-[0-9a-f]{7}$/, ""))
    .sort();

const answer = async () => (await (await fetch("http://127.0.0.1:18900")).text()).trim();

const told = (kills: Kills) =>
  `${kills.length} runs killed, ${kills.filter((kill) => kill.startsWith("during")).length} of them in the middle of a resource`;

describe("an up killed at each of its events", () => {
  const before = inventory(stack);
  const settings = {
    managers: 1,
    workers: 1,
    stacks: smallStack,
    local: { port: 18900, subnet: "172.31.89.0/24" },
  };
  const clone = new Clone(stack, settings);
  let swarmId: string | undefined;

  const write = (version: string) => writeSmallStack(clone, version);
  write("1");

  after(async () => {
    const { code, output } = await clone.npm("destroy");
    clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });

  fault("the first up, killed at each event", "npm run unlock and up go on", 1200, async (run) => {
    const kills = await upKilledAtEachEvent(clone);
    run.saw(told(kills));
    assert.ok(kills.length > 20, kills.join(", "));
    ({ swarmId } = await assertHealed(clone, undefined));
    assert.equal(await answer(), "1");
    assert.deepEqual(containers(), ["balancer", "manager-0", "registry", "worker-0"]);
  });

  fault("growing by a worker, killed at each event", "one new node, no machine twice", 400, async (run) => {
    clone.configure({ ...settings, workers: 2 });
    run.saw(told(await upKilledAtEachEvent(clone)));
    await assertHealed(clone, swarmId);
    assert.deepEqual(containers(), ["balancer", "manager-0", "registry", "worker-0", "worker-1"]);
  });

  fault("a rollout, killed at each event", "the new version everywhere", 400, async (run) => {
    write("2");
    run.saw(told(await upKilledAtEachEvent(clone)));
    await assertHealed(clone, swarmId);
    assert.equal(await answer(), "2");
  });

  fault(
    "shrinking by a worker, killed at each event",
    "the node and its machine are gone",
    400,
    async (run) => {
      clone.configure(settings);
      run.saw(told(await upKilledAtEachEvent(clone)));
      await assertHealed(clone, swarmId);
      assert.deepEqual(containers(), ["balancer", "manager-0", "registry", "worker-0"]);
      const nodes = onNode(stack, "manager-0", "docker", "node", "ls", "--format", "{{.Hostname}}");
      assert.deepEqual(nodes.sort(), ["manager-0", "worker-0"]);
    },
  );

  fault("a second up beside the first", "refused, with the process of the first", 60, async (run) => {
    write("3");
    const first = clone.npm("up", "--yes", "--skip-preview");
    for (let waited = 0; waited < 30_000 && !pulumiProcess(clone.folder); waited += 100) await sleep(100);
    const pid = pulumiProcess(clone.folder)?.pid;
    assert.ok(pid, "the first up works");
    await sleep(1000);
    const second = await clone.npm("up", "--yes", "--skip-preview");
    assert.notEqual(second.code, 0);
    const message = new RegExp(
      `^stack ${stack} is being changed by \\S+'s process ${pid}, since .*\\n {2}→ wait until`,
      "m",
    );
    assert.match(second.output, message);
    const unlock = await clone.npm("unlock");
    assert.equal(unlock.code, 1);
    assert.match(unlock.output, message);
    const { code, output } = await first;
    assert.equal(code, 0, output);
    run.end();
    run.saw("refused; the first one finished");
    await assertHealed(clone, swarmId);
    assert.equal(await answer(), "3");
  });

  fault("a deployment that a killed run left running", "up waits for it", 60, async (run) => {
    write("4");
    const left = askNode(stack, "manager-0", "flock", "/run/swarm/stack-small.lock", "sleep", "15");
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    run.end();
    assert.equal(code, 0, output);
    assert.ok(run.seconds() > 15, `up took ${run.seconds()} s`);
    await left;
    run.saw(`up takes ${run.seconds().toFixed(0)} s, 15 of them for the one before`);
    await assertHealed(clone, swarmId);
    assert.equal(await answer(), "4");
  });
});
