import assert from "node:assert/strict";
import { deploymentOf, deployTo } from "../../../../support/deployments.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { service, up } from "../../../../support/judgement.ts";

const two = service("web", "replicated 2/2", "none", up("1"), up("2"));
const deployStack = "docker stack deploy --resolve-image never --compose-file - s";

/** The request that pauses one of the fake swarm's nodes. */
function pausing(index: number, more: Readonly<Record<string, string>> = {}): string {
  const labels = { "swarm.node": `worker-${index}`, "swarm.cluster": cluster, ...more };
  const spec = { Role: "worker", Availability: "pause", Labels: labels };
  return `POST /nodes/node-${index}/update?version=7 ${JSON.stringify(spec)}`;
}

describe("a deployment", () => {
  it("pauses nodes that are Down and lack the images, and says so", async () => {
    const nodes = ["ready", "down", "down"];
    const away = ["worker-0", "worker-2"];
    const { swarm } = await deployTo({ after: [two], nodes }, deploymentOf("web=new=checked"), { away });
    assert.deepEqual(swarm.changes, [pausing(2), deployStack]);
    assert.equal(
      swarm.said[0],
      "node worker-2 is Down: deployed without it; it gets no tasks until npm run up has pulled its images",
    );
  });

  describe("with nodes that leave afterwards", () => {
    const content = { after: [two], nodes: ["ready", "ready", "ready"] };
    const staying = ["node-0", "node-2", "web"];

    it("pauses them, because they lack the images", async () => {
      const { swarm } = await deployTo(content, deploymentOf("web=new=checked"), { staying });
      assert.deepEqual(swarm.changes, [pausing(1), deployStack]);
    });

    it("pauses those of a pool that scales that was removed, until they say that they have images", async () => {
      const pool = { "swarm.pool": "jobs" };
      const nodeLabels = [{}, pool, {}];
      const { swarm } = await deployTo({ ...content, nodeLabels }, deploymentOf("web=new=checked"), {
        staying,
      });
      assert.deepEqual(swarm.changes, [pausing(1, { ...pool, "swarm.paused": "images" }), deployStack]);
    });

    it("accepts that the deployment of another stack is faster", async () => {
      const refuses = { [pausing(1)]: 500 };
      const { swarm, error } = await deployTo({ ...content, refuses }, deploymentOf("web=new=checked"), {
        staying,
      });
      assert.deepEqual([error, swarm.changes], ["", [pausing(1), deployStack]]);
    });

    for (const [what, label, value] of [
      ["holds a volume", "swarm.volume.s_data", "true"],
      ["belongs to a pool that scales", "swarm.pool", "web"],
      ["belongs to somebody else", "swarm.cluster", "theirs"],
    ] as const)
      it(`leaves a node alone that ${what}`, async () => {
        const nodeLabels = [{}, { [label]: value }, {}];
        const { swarm } = await deployTo({ ...content, nodeLabels }, deploymentOf("web=new=checked"), {
          staying,
        });
        assert.deepEqual(swarm.changes, [deployStack]);
      });
  });
});
