import assert from "node:assert/strict";
import { cluster } from "../../../../support/fakeHost.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

const hostname = "web-i-0123456789abcdef0";
const own = { "swarm.cluster": cluster };
const inPool = { ...own, "swarm.pool": "web" };

/**
 * A manager of a swarm with the node `w2` at 10.0.0.5, fixed workers, and the nodes `w9` and `w8` of the pool and
 * of another cluster, whose machines are gone.
 */
const manager = (labels: Readonly<Record<string, string>> = {}, more: NodeFacts = {}) =>
  new SwarmHost({
    nodes: {
      w1: { labels: { ...own, "swarm.node": "web-0" }, address: "10.0.0.4" },
      w2: { labels, hostname, address: "10.0.0.5", ...more },
      w3: { labels: own, address: "10.0.0.5", status: "down" },
      w8: { labels: { ...inPool, "swarm.cluster": "another" }, status: "down" },
      w9: { labels: inPool, status: "down" },
    },
    services: { shop_web: { on: ["w2", "w1"] } },
  });

const request = async (host: SwarmHost, ...args: string[]) => {
  const replaced = { "/etc/swarm-pools": host.path("pools") };
  const outcome = await host.step("swarm/scripts/nodeRequest.sh", ["10.0.0.5", ...args], undefined, replaced);
  const { code, stderr, changes } = outcome;
  return { code, stderr, changes };
};
const labelsOf = (host: SwarmHost) => Object.fromEntries(host.swarm.node("w2").labels);
const ids = (host: SwarmHost) => host.swarm.nodes.map(({ id }) => id);

describe("nodeRequest.sh", () => {
  describe("of a pool that scales", () => {
    const labelled = { ...inPool, "swarm.node": hostname };

    it("labels and activates a new node, and removes nodes whose machines are gone", async () => {
      using host = manager({}, { availability: "drain" });
      host.write("pools/web", "tier=web\nnote=a b\n");
      const { code, stderr } = await request(host, "ready 0123abcd", "web");
      assert.deepEqual([code, stderr], [0, `${hostname} is ready\n`]);
      const more = { "swarm.images": "0123abcd", "swarm.labels": "tier,note", tier: "web", note: "a b" };
      assert.deepEqual(labelsOf(host), { ...labelled, ...more });
      assert.equal(host.swarm.node("w2").availability, "active");
      assert.deepEqual(ids(host), ["manager-0", "w1", "w2", "w3", "w8"]);
    });

    it("labels and activates it in one update", async () => {
      using host = manager({}, { availability: "drain" });
      host.write("pools/web", "tier=web\n");
      const { changes } = await request(host, "ready 0123abcd", "web");
      const [update = "", ...rest] = changes;
      assert.match(update, /^node update .*--availability active .*--label-add tier=web .*w2$/);
      assert.deepEqual(rest, ["node rm --force w9"]);
    });

    it("records other images and labels of a node that was drained by hand, and leaves it drained", async () => {
      const before = { "swarm.images": "0000", "swarm.labels": "tier,old", tier: "job", old: "1" };
      using host = manager({ ...labelled, ...before }, { availability: "drain" });
      host.write("pools/web", "tier=web\n");
      assert.equal((await request(host, "ready 0123abcd", "web")).code, 0);
      const after = { "swarm.images": "0123abcd", "swarm.labels": "tier", tier: "web" };
      assert.deepEqual(labelsOf(host), { ...labelled, ...after });
      assert.equal(host.swarm.node("w2").availability, "drain");
    });

    it("activates a node that was paused because it did not have the images, once it has them", async () => {
      const before = { "swarm.images": "0000", "swarm.labels": "", "swarm.paused": "images" };
      for (const [found, then] of [
        ["pause", "active"],
        ["drain", "drain"],
      ] as const) {
        using host = manager({ ...labelled, ...before }, { availability: found });
        host.write("pools/web", "");
        assert.equal((await request(host, "ready 0123abcd", "web")).code, 0);
        assert.equal(host.swarm.node("w2").availability, then);
        assert.equal(host.swarm.node("w2").labels.has("swarm.paused"), false);
      }
    });

    it("drains a node that leaves while others have its tasks, and removes it", async () => {
      using host = manager(labelled);
      host.before("node rm", () => {
        const nodes = host.swarm.wanted({ service: "shop_web" }).map(({ node }) => node);
        assert.deepEqual([nodes.length, nodes.includes("w2")], [2, false]);
      });
      assert.deepEqual(await request(host, "leave", "web"), {
        code: 0,
        stderr: `${hostname} is removed\n`,
        changes: ["node update --availability drain w2", "node rm --force w2"],
      });
      assert.equal(ids(host).includes("w2"), false);
    });

    it("is refused for a node of another pool, a fixed worker, and a name that is not its pool's", async () => {
      for (const labels of [own, { ...own, "swarm.pool": "jobs" }]) {
        using host = manager(labels);
        const { code, changes } = await request(host, "leave", "web");
        assert.deepEqual([code, changes], [1, []]);
      }
      for (const name of ["jobs-i-0123456789abcdef0", "web-0", "web-i-", "web-i-0;reboot", "manager-0"]) {
        using host = manager({}, { hostname: name });
        host.write("pools/web", "");
        const { code, changes } = await request(host, "ready 0123", "web");
        assert.deepEqual([code, changes], [1, []], name);
      }
    });

    it("is refused without a digest of the images", async () => {
      for (const command of ["ready", "ready a b", "ready x=y", "ready --help"]) {
        using host = manager();
        host.write("pools/web", "");
        const { code, changes } = await request(host, command, "web");
        assert.deepEqual([code, changes], [1, []], command);
      }
    });
  });
});
