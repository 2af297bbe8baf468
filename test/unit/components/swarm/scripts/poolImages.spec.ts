import assert from "node:assert/strict";
import { cluster, handedBack } from "../../../../support/fakeHost.ts";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

/** A node of this cluster, and the digest of the images that it says it has. */
const node = (name: string, images: string, facts: NodeFacts = {}): Readonly<Record<string, NodeFacts>> => {
  const [pool = ""] = name.split("-");
  const labels = { "swarm.cluster": cluster, "swarm.node": name, "swarm.pool": pool, "swarm.images": images };
  return { [name]: { ...facts, labels: { ...labels, ...facts.labels } } };
};
const wait = (host: SwarmHost) => host.step("swarm/scripts/poolImages.sh", ["0123", "web", "jobs"]);

describe("poolImages.sh", () => {
  it("is done when all nodes of the pools that get tasks have the images", async () => {
    using host = new SwarmHost({
      nodes: {
        ...node("web-i-1", "0000"),
        ...node("jobs-i-2", "0123"),
        ...node("web-i-3", "0000", { status: "down" }),
        ...node("web-i-4", "0000", { availability: "drain" }),
        ...node("web-0", "", { labels: { "swarm.pool": "" } }),
        ...node("other-0", "0000"),
        ...node("web-i-5", "0000", { labels: { "swarm.cluster": "another" } }),
      },
    });
    const pull = () => host.swarm.node("web-i-1").labels.set("swarm.images", "0123");
    host.before("node inspect", pull, { after: 2 });
    assert.deepEqual(await wait(host), { code: 0, stdout: handedBack("0123"), stderr: "", changes: [] });
  });

  it("names the nodes that do not have them in time", async () => {
    using host = new SwarmHost({
      nodes: { ...node("web-i-1", "0000"), ...node("web-i-2", "0123"), ...node("jobs-i-3", "0000") },
    });
    assert.deepEqual(await wait(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "these nodes do not have the images of this deployment: web-i-1 jobs-i-3",
        "see why: npm run ssh -- NODE sudo journalctl -u swarm-pool; then run npm run up again",
      ),
      changes: [],
    });
  });
});
