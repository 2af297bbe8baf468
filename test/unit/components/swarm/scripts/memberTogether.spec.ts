import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { member } from "../../../../support/memberHost.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { ServiceFacts } from "../../../../support/swarmHost/swarmState.ts";

type Services = Readonly<Record<string, ServiceFacts>>;

/** A swarm whose nodes `one` and `two` leave; their tasks stop, and start elsewhere, when the test says so. */
function leaving(services: Services): SwarmHost {
  const host = new SwarmHost({ nodes: { one: {}, two: {}, three: {}, four: {} }, services });
  host.replace("flock", 'exec /usr/bin/flock "$@"');
  host.reconcile = () => host.swarm.unassign();
  return host;
}

const remove = (host: SwarmHost, node: string) => member(host, "remove", node, node, "worker");

/** How often the scripts have asked for a lock. */
const locks = (host: SwarmHost, args: string) =>
  host
    .read("calls")
    .split("\n")
    .filter((call) => call === `flock ${args}`).length;

/** Whether `two` is drained while the tasks of `one` still stop. */
async function areTogether(services: Services, change = (_host: SwarmHost) => {}): Promise<boolean> {
  using host = leaving(services);
  change(host);
  const alone = "-w 600 -x 8";
  const isDrained = () => host.swarm.node("two").availability === "drain";
  let together = false;
  let second: Promise<unknown> = Promise.resolve();
  host.before("node ps one --format {{.CurrentState}}", async () => {
    const before = locks(host, alone);
    second = remove(host, "two");
    while (!isDrained() && locks(host, alone) === before) await sleep(10);
    // Time to drain nevertheless.
    if (!isDrained()) await sleep(200);
    together = isDrained();
    host.reconcile = () => host.swarm.settle();
    host.reconcile();
  });
  assert.equal((await remove(host, "one")).code, 0);
  await second;
  assert.deepEqual(
    host.swarm.nodes.map(({ id }) => id),
    ["manager-0", "three", "four"],
  );
  return together;
}

describe("nodes that leave together", () => {
  it("drain in parallel if nothing runs on them", async () => {
    assert.ok(await areTogether({ shop_web: { on: ["three", "four"] } }));
  });

  it("drain in parallel while half of the replicas run elsewhere", async () => {
    const services = { shop_web: { on: ["one", "two", "three", "four"] }, shop_jobs: { on: ["three"] } };
    assert.ok(await areTogether(services));
  });

  it("drain in parallel if a global service runs on one more node", async () => {
    assert.ok(await areTogether({ shop_edge: { mode: "global", on: ["one", "two", "four"] } }));
  });

  it("wait for each other if fewer than half of the replicas run elsewhere", async () => {
    assert.equal(await areTogether({ shop_web: { on: ["one", "two", "three"] } }), false);
  });

  it("do not count their own tasks, or tasks that do not run yet", async () => {
    const starting = (host: SwarmHost) => {
      for (const task of host.swarm.wanted({ node: "three" })) task.state = "starting";
    };
    assert.equal(await areTogether({ shop_web: { on: ["two", "three"] } }, starting), false);
  });

  it("wait for each other if a global service runs nowhere else", async () => {
    assert.equal(await areTogether({ shop_edge: { mode: "global", on: ["two"] } }), false);
  });

  it("wait for each other if the manager does not answer", async () => {
    const silent = (host: SwarmHost) => host.refuse("service ps", "no answer");
    assert.equal(await areTogether({ shop_web: { on: ["one", "two", "three", "four"] } }, silent), false);
  });

  it("decide in turn, once the previous one's tasks are no longer desired", async () => {
    using host = leaving({ shop_web: { on: ["one", "two", "three", "four"] } });
    const events: string[] = [];
    host.reconcile = () => undefined;
    let second: Promise<unknown> = Promise.resolve();
    host.before("node ps one --filter desired-state=running --quiet", async () => {
      second = remove(host, "two");
      while (locks(host, "-w 900 9") < 2) await sleep(10);
      await sleep(200);
      events.push("the tasks of one are no longer desired");
      host.reconcile = () => host.swarm.settle();
      host.reconcile();
    });
    host.before("node ps two --filter desired-state=running --format {{.Name}}", () =>
      events.push("two decides"),
    );
    await remove(host, "one");
    await second;
    assert.deepEqual(events, ["the tasks of one are no longer desired", "two decides"]);
  });
});
