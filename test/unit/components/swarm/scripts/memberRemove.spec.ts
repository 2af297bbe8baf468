import assert from "node:assert/strict";
import { cluster } from "../../../../support/fakeHost.ts";
import { id, member, newcomer } from "../../../../support/memberHost.ts";
import { failure, type SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const pause = `node update --availability pause ${id}`;
const drain = `node update --availability drain ${id}`;
const demote = `node demote ${id}`;
const remove = `node rm --force ${id}`;
const stillStop = "worker-0: tasks still stop after 90 s; it is removed anyway\n";

describe("member.sh remove", () => {
  const removeWorker = (host: SwarmHost) => member(host, "remove", "worker-0", id, "worker");
  const removeManager = (host: SwarmHost) => member(host, "remove", "manager-1", id, "manager");
  const nodesOf = (host: SwarmHost) => host.swarm.nodes.map((node) => node.id);
  /** A node with one of two tasks; the other one stays. */
  const busy = { services: { shop_web: { on: [id, "manager-0"] } } };

  it("drains a worker, waits until its tasks run elsewhere, and removes it", async () => {
    using host = newcomer(busy);
    const drained: string[] = [];
    host.reconcile = () => host.swarm.unassign();
    const later = (event: string, action: () => void) => () => {
      drained.push(event);
      action();
    };
    host
      .before(
        `node ps ${id} --format`,
        later("stop", () => host.swarm.stop()),
        { after: 1 },
      )
      .before(
        `node rm`,
        later("remove", () => undefined),
      );
    host.before(
      "service ls",
      later("start", () => host.swarm.replace()),
      { after: 3 },
    );
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      changes: [pause, drain, remove],
    });
    assert.deepEqual(drained, ["stop", "start", "remove"]);
    assert.deepEqual(nodesOf(host), ["manager-0"]);
  });

  it("demotes an idle manager before it removes it", async () => {
    using host = newcomer({ role: "manager" });
    assert.deepEqual(await removeManager(host), {
      code: 0,
      stdout: "",
      stderr: "",
      changes: [pause, drain, demote, remove],
    });
  });

  /** Swarm that takes a demoted manager out of raft later. */
  const inRaft = () => {
    const host = newcomer({ role: "manager" });
    host.reconcile = () => undefined;
    return host;
  };

  it("waits until a demoted manager has left raft", async () => {
    using host = inRaft();
    host.before(
      `node inspect ${id} --format {{.Spec.Role}}`,
      () => {
        host.swarm.node(id).isInRaft = false;
      },
      { after: 2 },
    );
    const { code, changes } = await removeManager(host);
    assert.deepEqual([code, changes], [0, [pause, drain, demote, remove]]);
  });

  it("fails if a demoted manager does not leave raft", async () => {
    using host = inRaft();
    assert.deepEqual(await removeManager(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "manager-1 is still a manager",
        "see that the other managers are up: npm run docker -- node ls",
      ),
      changes: [pause, drain, demote],
    });
  });

  it("passes the volumes on to another node before it drains, all to the same one", async () => {
    const labels = { disk: "ssd", "swarm.volume.shop_data": "true", "swarm.volume.shop_log": "true" };
    using host = newcomer({
      labels,
      nodes: {
        "node-8": { labels: { "swarm.node": "worker-1" } },
        "manager-0": { role: "manager", availability: "drain" },
      },
    });
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "worker-0: worker-1 gets its volumes, which are empty there: shop_data shop_log\n",
      changes: [
        pause,
        "node update --label-add swarm.volume.shop_data=true --label-add swarm.volume.shop_log=true node-8",
        drain,
        remove,
      ],
    });
  });

  it("removes a dead node at once", async () => {
    using host = newcomer({ ...busy, status: "down" });
    host.reconcile = () => undefined;
    host.before("node rm", () => assert.equal(host.swarm.wanted({ node: id }).length, 1));
    assert.deepEqual(await removeWorker(host), {
      code: 0,
      stdout: "",
      stderr: "",
      changes: [pause, drain, remove],
    });
  });

  for (const [what, reconcile] of [
    ["are still wanted", () => undefined],
    ["do not stop", (host: SwarmHost) => host.swarm.unassign()],
  ] as const)
    it(`removes a node even if its tasks ${what} in time`, async () => {
      using host = newcomer(busy);
      host.reconcile = () => reconcile(host);
      const { code, stderr, changes } = await removeWorker(host);
      assert.deepEqual([code, changes], [0, [pause, drain, remove]]);
      assert.equal(stderr, stillStop);
    });

  it("waits until the node's tasks run elsewhere, and warns if they do not", async () => {
    using host = newcomer({ ...busy, nodes: { "manager-0": { role: "manager", availability: "pause" } } });
    const { code, stderr, changes } = await removeWorker(host);
    assert.deepEqual([code, changes], [0, [pause, drain, remove]]);
    assert.equal(stderr, "worker-0: not all of its tasks run elsewhere after 60 s; it is removed anyway\n");
  });

  it("does not wait for a global service's task, which runs nowhere else", async () => {
    using host = newcomer({ services: { shop_edge: { mode: "global", on: [id, "manager-0"] } } });
    const { code, stderr, changes } = await removeWorker(host);
    assert.deepEqual([code, stderr, changes], [0, "", [pause, drain, remove]]);
  });

  it("does not treat a silent manager as an idle node", async () => {
    using host = newcomer();
    host.before(drain, () => host.refuse("node ps", "no answer"));
    assert.equal((await removeWorker(host)).stderr, stillStop);
  });

  it("does nothing if the node is gone", async () => {
    using host = newcomer();
    host.swarm.removeNode(id);
    assert.deepEqual(await removeWorker(host), { code: 0, stdout: "", stderr: "", changes: [] });
  });

  it("does not treat a swarm without a leader as a missing node", async () => {
    using host = newcomer();
    host.engine.hasLeader = false;
    const { code, stderr, changes } = await removeWorker(host);
    assert.notEqual(code, 0);
    assert.match(stderr, /The swarm does not have a leader/);
    assert.deepEqual(changes, []);
  });

  it("reports why it cannot remove a node", async () => {
    using host = newcomer();
    host.refuse("node rm", "it is busy");
    assert.deepEqual(await removeWorker(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "worker-0 cannot be removed: it is busy",
        `remove it: npm run docker -- node rm --force ${id}`,
      ),
      changes: [pause, drain],
    });
  });

  it("leaves the seed's node to the seed itself", async () => {
    using host = newcomer();
    const { code, changes } = await member(host, "remove", "manager-0", "manager-0", "manager");
    assert.deepEqual([code, changes], [0, []]);
  });

  it("does nothing on a manager that has left its swarm", async () => {
    using host = newcomer();
    host.engine.state = "inactive";
    host.owner = ["undo", cluster, ""];
    assert.deepEqual(await removeManager(host), { code: 0, stdout: "", stderr: "", changes: [] });
  });
});
