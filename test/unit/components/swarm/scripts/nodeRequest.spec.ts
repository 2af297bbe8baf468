import assert from "node:assert/strict";
import { cluster } from "../../../../support/fakeHost.ts";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

/** A worker of this cluster at this address. */
const worker = (name: string, address: string, more: NodeFacts = {}): NodeFacts => ({
  labels: { "swarm.node": name, "swarm.cluster": cluster },
  address,
  ...more,
});

const workers = {
  w1: worker("web-0", "10.0.0.4"),
  w2: worker("web-1", "10.0.0.5"),
  w3: worker("web-2", "10.0.0.5", { status: "down" }),
};

const manager = (nodes: Readonly<Record<string, NodeFacts>> = workers) =>
  new SwarmHost({ nodes, services: { shop_web: { on: ["w2", "w1"] } } });

const request = async (host: SwarmHost, ...args: string[]) => {
  const { code, stderr, changes } = await host.step("swarm/scripts/nodeRequest.sh", args);
  return { code, stderr, changes };
};

const drain = "node update --availability drain w2";

describe("nodeRequest.sh", () => {
  it("drains the node with the client's address, and waits until its tasks have stopped", async () => {
    using host = manager();
    host.reconcile = () => host.swarm.unassign();
    host.before("node ps w2 --format", () => host.swarm.settle(), { after: 2 });
    assert.deepEqual(await request(host, "10.0.0.5", "drain"), {
      code: 0,
      stderr: "web-1 is drained\n",
      changes: [drain],
    });
  });

  it("says so if tasks still stop", async () => {
    using host = manager();
    host.reconcile = () => host.swarm.unassign();
    assert.deepEqual(await request(host, "10.0.0.5", "drain"), {
      code: 0,
      stderr: "web-1: tasks still stop after 90 s\nweb-1 is drained\n",
      changes: [drain],
    });
  });

  for (const [what, node] of Object.entries({
    "a manager": worker("manager-1", "10.0.0.9", { role: "manager" }),
    "another cluster's node": worker("web-0", "10.0.0.9", { labels: { "swarm.cluster": "another" } }),
    nobody: worker("web-0", "10.0.0.8"),
  }))
    it(`changes nothing if the address is that of ${what}`, async () => {
      using host = manager({ ...workers, w4: node });
      assert.deepEqual(await request(host, "10.0.0.9", "drain"), {
        code: 1,
        stderr: failure("no worker of this cluster has the address 10.0.0.9", "see docker node ls"),
        changes: [],
      });
    });

  it("changes nothing if two nodes have the address", async () => {
    using host = manager({ ...workers, w1: worker("web-0", "10.0.0.5") });
    assert.deepEqual(await request(host, "10.0.0.5", "drain"), {
      code: 1,
      stderr: failure(
        "several workers have the address 10.0.0.5",
        "remove those that are gone: docker node rm",
      ),
      changes: [],
    });
  });

  it("does nothing else", async () => {
    for (const command of ["", "docker node ls", "drain; reboot", "$(reboot)"]) {
      using host = manager();
      assert.deepEqual(await request(host, "10.0.0.5", command), {
        code: 1,
        stderr: failure(
          "a node can only ask for drain",
          "see who uses the key for node requests on the machine 10.0.0.5",
        ),
        changes: [],
      });
    }
  });
});
