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
/** Every call of date takes ten seconds. */
const date = 'echo tick >>"$HOST/ticks"; echo $(($(wc -l <"$HOST/ticks") * 10))';
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

  const pausing = (name: string) =>
    `node update --availability pause --label-add swarm.paused=images ${name}`;
  const said = (name: string) =>
    `node ${name} does not have the images of this deployment: deployed without it; it gets no tasks until it has pulled them\n  → see why: npm run ssh -- ${name} sudo journalctl -u swarm-pool\n`;

  it("pauses a node that does not have them after five minutes, if others of its pool do", async () => {
    using host = new SwarmHost({
      nodes: { ...node("web-i-1", "0000"), ...node("web-i-2", "0123"), ...node("jobs-i-3", "0123") },
    });
    host.replace("date", date);
    const { code, stdout, stderr, changes } = await wait(host);
    assert.deepEqual([code, stdout, stderr], [0, handedBack("0123"), said("web-i-1")]);
    assert.deepEqual(changes, [pausing("web-i-1")]);
    assert.equal(host.swarm.node("web-i-1").availability, "pause");
    // Until 300 seconds have passed; then it waits for nobody.
    assert.equal(host.read("ticks").trim().split("\n").length, 32);
  });

  it("waits longer for the first node of a pool, and then leaves out the others", async () => {
    using host = new SwarmHost({ nodes: { ...node("web-i-1", "0000"), ...node("web-i-2", "0000") } });
    host.replace("date", date);
    host.before("node inspect", () => host.swarm.node("web-i-2").labels.set("swarm.images", "0123"), {
      after: 60,
    });
    const { code, stderr, changes } = await wait(host);
    assert.deepEqual([code, stderr, changes], [0, said("web-i-1"), [pausing("web-i-1")]]);
  });

  it("keeps a node active that says at that moment that it has them", async () => {
    using host = new SwarmHost({ nodes: { ...node("web-i-1", "0000"), ...node("web-i-2", "0123") } });
    host.replace("date", date);
    host.before("node update", () => host.swarm.node("web-i-1").labels.set("swarm.images", "0123"));
    const { code, stderr, changes } = await wait(host);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(changes, [
      pausing("web-i-1"),
      "node update --availability active --label-rm swarm.paused web-i-1",
    ]);
    assert.equal(host.swarm.node("web-i-1").availability, "active");
  });

  it("names the nodes that do not have them in time", async () => {
    using host = new SwarmHost({
      nodes: { ...node("web-i-1", "0000"), ...node("web-i-2", "0000"), ...node("jobs-i-3", "0000") },
    });
    host.replace("date", date);
    assert.deepEqual(await wait(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "these nodes do not have the images of this deployment: web-i-1 web-i-2 jobs-i-3",
        "see why: npm run ssh -- NODE sudo journalctl -u swarm-pool; then run npm run up again",
      ),
      changes: [],
    });
  });
});
