import assert from "node:assert/strict";
import { cluster } from "../../../../support/fakeHost.ts";
import type { SwarmFacts } from "../../../../support/swarmHost/swarmFacts.ts";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const remove = (host: SwarmHost) => host.step("stack/scripts/remove.sh", ["shop"]);
const nothing = { code: 0, stdout: "", stderr: "", changes: [] };

/** A swarm with the stacks `shop` and `blog`, and with what another cluster has under the same name. */
const swarm = (facts: Pick<SwarmFacts, "nodes" | "services"> = {}) => {
  const foreign = { "com.docker.stack.namespace": "shop", "swarm.cluster": "another" };
  return new SwarmHost({
    nodes: { w1: {}, w2: {} },
    services: {
      shop_web: { on: ["w1", "w2"] },
      shop_api: { on: ["w1"] },
      blog_web: { on: ["w2"] },
      foreign: { labels: foreign },
    },
    objects: {
      shop_back: { kind: "network" },
      shop_page: { kind: "config" },
      shop_key: { kind: "secret" },
      shop_login: { kind: "secret" },
      blog_back: { kind: "network" },
      blog_page: { kind: "config" },
      foreign: { kind: "secret", labels: foreign },
    },
    ...facts,
  });
};
const removed = ["service rm shop_web shop_api"];
const rest = ["network rm shop_back", "config rm shop_page", "secret rm shop_key shop_login"];
const names = (objects: readonly { name: string }[]) => objects.map(({ name }) => name);

describe("remove.sh", () => {
  it("removes services, then networks once no task is left, then configs and secrets", async () => {
    using host = swarm();
    const [network] = host.swarm.objects;
    assert.ok(network);
    network.isInUse = true;
    host.reconcile = () => undefined;
    host
      .before("network rm", () => assert.deepEqual(host.swarm.wanted({ service: "shop_web" }), []))
      .before("GET /tasks", () => host.swarm.settle(), { after: 2 })
      // Docker takes a moment to notice that the last task has left a network.
      .before("network rm", () => Object.assign(network, { isInUse: false }), { after: 1 });
    assert.deepEqual(await remove(host), { ...nothing, changes: [...removed, ...rest] });
    assert.deepEqual(names(host.swarm.services), ["blog_web", "foreign"]);
    assert.deepEqual(names(host.swarm.objects), ["blog_back", "blog_page", "foreign"]);
    assert.deepEqual(
      host.swarm.tasks.map(({ service }) => service),
      ["blog_web"],
    );
  });

  it("does nothing if nothing is left", async () => {
    using host = new SwarmHost();
    assert.deepEqual(await remove(host), nothing);
  });

  it("keeps networks, configs and secrets while tasks stop", async () => {
    using host = swarm();
    host.reconcile = () => undefined;
    assert.deepEqual(await remove(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "stack shop: tasks still stop after 130 seconds",
        "see which: npm run docker -- stack ps shop",
      ),
      changes: removed,
    });
  });

  it("adds the longest stop grace period to its wait, up to 13 minutes", async () => {
    const stopping = async (...periods: number[]) => {
      const services = periods.map(
        (stopGracePeriod, index) => [`shop_${index}`, { stopGracePeriod, on: ["w1"] }] as const,
      );
      using host = swarm({ services: Object.fromEntries(services) });
      host.reconcile = () => undefined;
      return (await remove(host)).stderr;
    };
    assert.match(
      await stopping(1_000_000, 240_000_000_000, 90_000_000_000),
      /tasks still stop after 360 seconds/,
    );
    assert.match(await stopping(86_400_000_000_000), /tasks still stop after 900 seconds/);
  });

  it("does not wait for tasks on a node that is down", async () => {
    for (const [others, code] of [
      [{}, 0],
      [{ shop_api: { on: ["w1", "w2"] } }, 1],
    ] as const) {
      using host = swarm({
        nodes: { w1: { status: "down" }, w2: {} },
        services: { shop_web: { on: ["w1"] }, ...others },
      });
      host.reconcile = () => undefined;
      assert.equal((await remove(host)).code, code);
    }
  });

  it("does nothing on a manager that has left its swarm", async () => {
    using host = new SwarmHost({ engine: { state: "inactive" } });
    host.owner = ["undo", cluster, ""];
    assert.deepEqual(await remove(host), nothing);
  });

  it("does not treat a silent engine as a swarm without tasks", async () => {
    using host = swarm();
    host.before("GET /tasks", () => {
      host.daemon.isRunning = false;
    });
    const { code, changes } = await remove(host);
    assert.deepEqual([code, changes], [1, removed]);
  });

  for (const [kind, changes] of [
    ["service", []],
    ["network", removed],
    ["config", [...removed, ...rest.slice(0, 1)]],
    ["secret", [...removed, ...rest.slice(0, 2)]],
  ] as const)
    it(`does not treat an engine's error as a swarm without a ${kind}`, async () => {
      using host = swarm();
      host.refuse(`${kind} ls`, "Error response from daemon: context deadline exceeded");
      const outcome = await remove(host);
      assert.deepEqual([outcome.code, outcome.changes], [1, changes]);
    });
});
