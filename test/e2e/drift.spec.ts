import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Clone } from "../support/clone.ts";
import { docker, inventory, machine, onNode } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { assertSteady, promisedBy } from "../support/oracle.ts";
import { joinPool, pooled, pooledDigest, until } from "../support/pooledMachine.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";
import { askFor, takeBack } from "../support/spotNotice.ts";

const stack = "drift";

describe("drift", () => {
  const before = inventory(stack);
  const clone = new Clone(stack, {
    managers: 1,
    workers: { web: { count: 2, labels: { tier: "web" } } },
    stacks: smallStack,
    local: localAddresses(stack),
  });
  writeSmallStack(clone, "1");

  const swarm = (...args: string[]) => onNode(stack, "manager-0", "docker", ...args);
  const up = (...args: string[]) => clone.npm("up", "--yes", "--skip-preview", ...args);
  const nodes = () =>
    swarm("node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}}").sort();

  const listed = () => [nodes(), swarm("service", "ls")];
  /** Waits until swarm itself has finished reacting to a change by hand. */
  async function settled(): Promise<string[][]> {
    for (let last = listed(); ; ) {
      await sleep(3000);
      const now = listed();
      if (isDeepStrictEqual(now, last)) return now;
      last = now;
    }
  }

  /** Preview reports the drift and changes nothing, `up` reverts it, and the next `up` has nothing to do. */
  async function assertSetBack(...sentences: string[]): Promise<void> {
    const left = await settled();
    const preview = await clone.npm("preview");
    assert.equal(preview.code, 0, preview.output);
    for (const sentence of sentences) assert.ok(preview.output.includes(`  - ${sentence}`), preview.output);
    assert.deepEqual(listed(), left);
    const mended = await up();
    assert.equal(mended.code, 0, mended.output);
    for (const sentence of sentences) assert.ok(mended.output.includes(`  - ${sentence}`), mended.output);
    await assertClean();
  }

  async function assertClean(): Promise<void> {
    const again = await up("--expect-no-changes");
    assert.equal(again.code, 0, again.output);
    assert.doesNotMatch(again.output, /changed by hand|refresh/);
    await assertSteady(stack, await promisedBy(clone));
  }

  after(async () => {
    const { code, output } = await clone.npm("destroy");
    clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });

  it("is absent from a new cluster, and from one whose tasks were restarted", async () => {
    const { code, output } = await up();
    assert.equal(code, 0, output);
    swarm("service", "update", "--quiet", "--force", "small_web");
    await assertClean();
  });

  it("in labels, availability and roles of nodes and in a service is reported and reverted", async () => {
    swarm("node", "update", "--label-add", "tier=db", "--label-add", "own=x", "web-0");
    // As with a spot instance whose machine AWS takes back, and then leaves.
    assert.equal(
      await takeBack(stack, "web-1"),
      `AWS says: spot/instance-action {"action": "terminate", "time": "2026-11-29T18:02:00Z"}\nweb-1 is drained`,
    );
    assert.deepEqual(swarm("node", "ps", "web-1", "--filter", "desired-state=running", "--quiet"), []);
    assert.match(askFor(stack, "web-1", "docker node ls"), /: a node can only ask for drain\n.*\ncode 1$/);
    swarm("node", "promote", "web-1");
    swarm("service", "update", "--quiet", "--env-add", "VERSION=by-hand", "small_web");
    const id = swarm("node", "inspect", "web-0", "--format", "{{.ID}}");
    await assertSetBack(
      "node web-0 has the label tier=db, deployed with tier=web; up reverts it",
      "node web-1 is on drain, and was set to active; up reverts it",
      "node web-1 is a manager, and was made a worker; up reverts it",
      "service small_web was changed by hand; up reverts it",
    );
    assert.deepEqual(nodes(), ["manager-0 Ready Active Leader", "web-0 Ready Active", "web-1 Ready Active"]);
    assert.deepEqual(
      swarm("node", "inspect", "web-0", "--format", "{{.Spec.Labels.tier}} {{.Spec.Labels.own}}"),
      ["web x"],
    );
    assert.deepEqual(swarm("node", "inspect", "web-0", "--format", "{{.ID}}"), id);
    assert.equal((await (await fetch(`http://127.0.0.1:${localAddresses(stack).port}`)).text()).trim(), "1");
  });

  it("in a machine's container is found by a refresh, which other runs do without, and reverted", async () => {
    const container = machine(stack, "web-0");
    const policy = () => docker("inspect", "--format", "{{.HostConfig.RestartPolicy.Name}}", container);
    docker("update", "--restart", "no", container);
    assert.deepEqual(policy(), ["no"]);
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.match(output, /swarm-drift-web-0 refresh .*\[diff: ~restart\]/);
    assert.match(output, /^ +~ 1 updated$/m);
    assert.deepEqual(policy(), ["unless-stopped"]);
    await assertClean();
  });

  it("is reported for a removed node, service and network; the machine joins again", async () => {
    const [id = ""] = swarm("node", "inspect", "web-1", "--format", "{{.ID}}");
    swarm("node", "rm", "--force", id);
    swarm("service", "rm", "small_web");
    const gone = () => swarm("network", "ls", "--filter", "name=small_front", "--quiet").length === 0;
    for (let tries = 0; tries < 100 && !gone(); tries++)
      onNode(stack, "manager-0", "sh", "-c", "docker network rm small_front >/dev/null 2>&1 || sleep 0.5");
    await assertSetBack(
      "node web-1 was removed from the swarm; up lets its machine join again",
      "service small_web was removed; up recreates it",
      "network small_front was removed; up recreates it",
    );
    assert.deepEqual(nodes(), ["manager-0 Ready Active Leader", "web-0 Ready Active", "web-1 Ready Active"]);
  });

  it("lets a machine of a pool that scales join with its labels, and leave before it ends", async () => {
    const [id = ""] = swarm("node", "inspect", "web-1", "--format", "{{.ID}}");
    onNode(stack, "web-1", "docker", "swarm", "leave", "--force");
    swarm("node", "rm", "--force", id);
    await using account = await joinPool(stack, "web-1");
    const found = () => swarm("node", "ls", "--filter", "node.label=swarm.pool=web", "--quiet");
    await until(() => found().length === 1);
    const log = () => onNode(stack, "web-1", "cat", "/var/log/swarm-pool.log").join("\n");
    const labels = ["swarm.node", "tier", "swarm.images"].map((name) => `{{index .Spec.Labels "${name}"}}`);
    assert.deepEqual(
      swarm("node", "inspect", ...found(), "--format", `{{.Spec.Availability}} ${labels.join(" ")}`),
      [`active ${pooled} web ${pooledDigest}`],
      log(),
    );
    // It also sends heartbeats for the hook at the end.
    const hook = (name: string) =>
      account.calls.filter((call) => call.match(`^Action=Complete.*&LifecycleHookName=${name}&`));
    await until(() => hook("launch").length > 0);
    assert.equal(hook("launch").length, 1, log());
    account.state = "Terminated";
    await until(() => hook("end").length > 0);
    assert.equal(hook("end").length, 1, log());
    assert.deepEqual(found(), []);
    assert.deepEqual(onNode(stack, "web-1", "docker", "info", "--format", "{{.Swarm.LocalNodeState}}"), [
      "inactive",
    ]);
    assert.deepEqual(account.problems, []);
  });
});
