import assert from "node:assert/strict";
import { handedBack } from "../../../../support/fakeHost.ts";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts, ServiceFacts } from "../../../../support/swarmHost/swarmState.ts";

const nodes: Readonly<Record<string, NodeFacts>> = {
  "web-0": { labels: { tier: "web" } },
  "web-1": { labels: { tier: "Web", disk: "a b" } },
};
/** Nodes by their numbers: `112` is two tasks on the manager and one on web-0. */
const on = (tasks: string) =>
  [...tasks].map((number) => ["manager-0", "web-0", "web-1"][Number(number) - 1] ?? "");

const swarm = (service: ServiceFacts, more: Readonly<Record<string, NodeFacts>> = nodes) =>
  new SwarmHost({ nodes: more, services: { shop_web: service } });

const rebalance = (host: SwarmHost, verb: "show" | "spread") =>
  host.step("swarm/scripts/rebalance.sh", [verb, "a-word"]);

async function spread(...facts: Parameters<typeof swarm>) {
  using host = swarm(...facts);
  return await rebalance(host, "spread");
}

const updated = {
  code: 0,
  stdout: "",
  stderr: "shop_web is rebalanced\n",
  changes: ["service update --detach --force shop_web"],
};
const nothing = { code: 0, stdout: "", stderr: "", changes: [] };

/** The update takes these states while the script waits. */
function updates(host: SwarmHost, ...states: readonly (string | undefined)[]): SwarmHost {
  for (const [after, state] of states.entries()) {
    const change = () => {
      for (const service of host.swarm.services) service.update = state;
    };
    host.before("service inspect shop_web --format {{with .UpdateStatus}}", change, { after });
  }
  return host;
}

describe("rebalance.sh", () => {
  it("spreads a service if one node has two more tasks than another, and waits for the update", async () => {
    using host = updates(swarm({ on: on("1122") }), undefined, "updating", "completed");
    assert.deepEqual(await rebalance(host, "spread"), updated);
  });

  it("waits until all tasks run again", async () => {
    using host = swarm({ on: on("1122") });
    const [task] = host.swarm.tasks;
    assert.ok(task);
    host.before("service update", () => {
      task.state = "starting";
    });
    host.before(
      "service ls --filter name=shop_web",
      () => {
        task.state = "running";
      },
      { after: 2 },
    );
    assert.deepEqual(await rebalance(host, "spread"), updated);
  });

  it("leaves a balanced service unchanged", async () => {
    assert.deepEqual(await spread({ on: on("1123") }), nothing);
  });

  it("ignores single replicas, global services, and nodes that accept no tasks", async () => {
    assert.deepEqual(await spread({ replicas: 1, on: on("11") }), nothing);
    assert.deepEqual(await spread({ mode: "global", on: on("11") }), nothing);
    const busy: Readonly<Record<string, NodeFacts>> = {
      "web-0": {},
      "idle-0": { availability: "pause" },
      "idle-1": { availability: "drain" },
      dead: { status: "down" },
    };
    assert.deepEqual(await spread({ on: on("1122") }, busy), nothing);
  });

  it("ignores tasks that stop", async () => {
    using host = swarm({ on: on("12311") });
    for (const task of host.swarm.tasks.slice(3)) task.desired = "shutdown";
    assert.deepEqual(await rebalance(host, "spread"), nothing);
  });

  for (const [constraint, isTouched] of [
    ["node.labels.tier == web", true],
    ["node.labels.tier==WEB", true],
    ["node.role != manager", true],
    ["node.role == manager", false],
    ["node.labels.tier != web", false],
    ["node.labels.disk == a b", false],
    ["node.hostname == host-of-web-0", false],
    ["node.id != web-1", false],
    ["node.platform.arch == x86_64", true],
    ["engine.labels.gpu == yes", true],
  ] as const)
    it(`${isTouched ? "spreads" : "leaves"} a service with ${constraint}`, async () => {
      const tasks = on(isTouched ? "2222" : "1122");
      assert.deepEqual(await spread({ constraints: [constraint], on: tasks }), isTouched ? updated : nothing);
    });

  it("fails if a service does not accept its new tasks", async () => {
    using host = updates(swarm({ on: on("1111") }), "updating", "paused");
    assert.deepEqual(await rebalance(host, "spread"), {
      ...updated,
      code: 1,
      stderr: `shop_web is rebalanced\n${failure("shop_web does not take its new tasks: its update is paused", "npm run status")}`,
    });
  });

  it("prints where the tasks run", async () => {
    using host = new SwarmHost({
      nodes,
      services: {
        shop_web: { constraints: ["node.role == worker"], on: on("1222") },
        shop_one: { on: on("1") },
      },
    });
    assert.deepEqual(await rebalance(host, "show"), {
      ...nothing,
      stdout: handedBack("shop_web host-of-manager-0=1 host-of-web-0=3 host-of-web-1=0"),
    });
  });
});
