import assert from "node:assert/strict";
import { cluster } from "../../../../support/fakeHost.ts";
import { id, member, newcomer, set } from "../../../../support/memberHost.ts";
import { failure, type SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

describe("member.sh add", () => {
  const add = (host: SwarmHost, ...labels: string[]) =>
    member(host, "add", "worker-0", id, "worker", "active", ...labels);
  const addManager = (host: SwarmHost) => member(host, "add", "manager-1", id, "manager", "active");
  const own = (node: string, ...names: string[]) => ({
    "swarm.labels": names.join(","),
    "swarm.node": node,
    "swarm.cluster": cluster,
    "swarm.seed": "manager-0",
  });
  const labelsOf = (host: SwarmHost) => Object.fromEntries(host.swarm.node(id).labels);

  it("drains a node, and waits until its tasks run elsewhere, before it sets its labels", async () => {
    using host = newcomer({ services: { shop_web: { on: [id] } } });
    assert.deepEqual(await member(host, "add", "worker-0", id, "worker", "drain"), {
      code: 0,
      stdout: "",
      stderr: "",
      changes: [`node update --availability drain ${id}`, set("worker-0", "drain")],
    });
    assert.deepEqual(
      host.swarm.wanted({}).map(({ node }) => node),
      ["manager-0"],
    );
  });

  it("waits for the node, then sets its labels and availability", async () => {
    using host = newcomer({ status: "unknown", availability: "drain" });
    host.before(
      `node inspect ${id} --format {{.Status.State}}`,
      () => {
        assert.deepEqual(labelsOf(host), {});
        host.swarm.node(id).status = "ready";
      },
      { after: 2 },
    );
    assert.deepEqual(await add(host, "tier=web", "disk=a b"), {
      code: 0,
      stdout: "",
      stderr: "",
      changes: [set("worker-0", "active", "tier=web", "disk=a b")],
    });
    assert.deepEqual(labelsOf(host), { tier: "web", disk: "a b", ...own("worker-0", "tier", "disk") });
    assert.equal(host.swarm.node(id).availability, "active");
  });

  it("passes each label as one argument", async () => {
    using host = newcomer();
    await add(host, "disk=a b", "quote=it's", "star=*", "empty=");
    assert.deepEqual(labelsOf(host), {
      ...{ disk: "a b", quote: "it's", star: "*", empty: "" },
      ...own("worker-0", "disk", "quote", "star", "empty"),
    });
  });

  it("removes only labels that it has set before", async () => {
    const labels = { disk: "a", hand: "b", "swarm.labels": "disk,tier,zone,gone", tier: "c", zone: "d" };
    using host = newcomer({ labels });
    const { code, changes } = await add(host, "tier=api");
    assert.deepEqual(
      [code, changes],
      [0, [set("worker-0", "active", "tier=api").replace("--", "--label-rm disk --label-rm zone --")]],
    );
    assert.deepEqual(labelsOf(host), { hand: "b", tier: "api", ...own("worker-0", "tier") });
  });

  it("removes only nodes of the same name and cluster that are down", async () => {
    const same = { labels: own("worker-0") };
    using host = newcomer({
      nodes: {
        "old-1": { ...same, status: "down", role: "manager" },
        "old-2": same,
        "old-3": { ...same, status: "down" },
        "other-name": { labels: own("worker-1"), status: "down" },
        "other-cluster": { labels: { ...own("worker-0"), "swarm.cluster": "another" }, status: "down" },
      },
    });
    const { code, changes } = await add(host);
    assert.deepEqual(
      [code, changes],
      [
        0,
        [
          ...["node demote old-1", "node rm --force old-1"],
          ...["node demote old-3", "node rm --force old-3"],
          set("worker-0", "active"),
        ],
      ],
    );
    assert.deepEqual(
      host.swarm.nodes.map((node) => node.id),
      ["manager-0", id, "old-2", "other-name", "other-cluster"],
    );
  });

  it("keeps the node itself, even if it is down at that moment", async () => {
    using host = newcomer({ labels: own("worker-0") });
    host.before("node ls", () => {
      host.swarm.node(id).status = "down";
    });
    assert.deepEqual((await add(host)).changes, [set("worker-0", "active")]);
  });

  it("reverts a role that was changed by hand before anything waits for it", async () => {
    using host = newcomer();
    const { code, changes } = await addManager(host);
    assert.deepEqual([code, changes], [0, [`node update --role manager ${id}`, set("manager-1", "active")]]);
    assert.equal(host.swarm.node(id).role, "manager");
  });

  it("records the node's settings", async () => {
    using host = newcomer();
    await add(host, "tier=a b");
    assert.equal(
      host.read("docker/swarm-members/worker-0"),
      `${id} worker active ${JSON.stringify({
        "swarm.cluster": cluster,
        "swarm.labels": "tier",
        "swarm.node": "worker-0",
        "swarm.seed": "manager-0",
        tier: "a b",
      })}\n`,
    );
    await member(host, "remove", "worker-0", id, "worker");
    assert.throws(() => host.read("docker/swarm-members/worker-0"), { code: "ENOENT" });
  });

  it("waits until the manager can vote", async () => {
    using host = newcomer({ role: "manager", isInRaft: false });
    host.before(
      `node inspect ${id} --format {{with .ManagerStatus}}`,
      () => {
        host.swarm.node(id).isInRaft = true;
      },
      { after: 2 },
    );
    const { code, changes } = await addManager(host);
    assert.deepEqual([code, changes], [0, [set("manager-1", "active")]]);
  });

  for (const raft of [{ reachability: "unreachable" }, { isInRaft: false }] as const)
    it(`fails if the manager cannot vote: ${JSON.stringify(raft)}`, async () => {
      using host = newcomer({ role: "manager", ...raft });
      assert.deepEqual(await addManager(host), {
        code: 1,
        stdout: "",
        stderr: failure(
          "the other managers cannot reach manager-1",
          "see their state: npm run docker -- node ls",
        ),
        changes: [],
      });
    });

  it("fails if this manager does not know the node", async () => {
    using host = newcomer();
    host.swarm.removeNode(id);
    assert.deepEqual(await add(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        `this manager knows no node ${id}, which worker-0 says it is`,
        "run npm run up again: the machine joins again",
      ),
      changes: [],
    });
  });

  it("waits until this manager knows the node", async () => {
    using host = newcomer();
    const node = host.swarm.node(id);
    host.swarm.removeNode(id);
    host.before(`node inspect ${id}`, () => host.swarm.nodes.push(node), { after: 2 });
    assert.equal((await add(host)).code, 0);
  });

  it("continues if the node has its name already", async () => {
    using host = newcomer({ labels: own("worker-0") });
    assert.equal((await add(host)).code, 0);
  });

  it("changes nothing if the node has another name: its disk is a copy", async () => {
    using host = newcomer({ labels: own("worker-1") });
    assert.deepEqual(await add(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        `the machine of worker-0 is the node ${id}, which is worker-1 already`,
        // /var/lib/docker is a folder of this host.
        `if it is a copy of the machine of worker-1, stop Docker on the copy, remove ${host.path("docker")}/swarm there, start Docker and run npm run up again; to rename a node, take it out of the settings, run npm run up, then add it under the new name`,
      ),
      changes: [],
    });
  });

  it("fails if the node does not become Ready", async () => {
    using host = newcomer({ status: "down" });
    const { code, stderr, changes } = await add(host);
    assert.deepEqual(
      [code, stderr, changes],
      [1, failure("worker-0 does not become Ready", "see why: npm run docker -- node ls"), []],
    );
  });
});
