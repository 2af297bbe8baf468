import assert from "node:assert/strict";
import type { DeployDocument } from "../../../../components/compose/schema/deploySchema.ts";
import { likelihood } from "../../../../components/preflight/placement.ts";

const node = { name: "web-0", role: "worker", index: 0, labels: { Tier: "web" }, pool: "web" } as const;

const on = (...constraints: string[]) => likelihood({ deploy: { placement: { constraints } } }, node);

describe("the likelihood that a service runs on a node", () => {
  it("is certain without a constraint", () => {
    assert.equal(likelihood({}, node), "surely");
    assert.equal(likelihood({ deploy: { mode: "global" } as DeployDocument }, node), "surely");
    assert.equal(on(), "surely");
  });

  it("is certain if the node meets every constraint, ignoring case", () => {
    const all = {
      "node.role == worker": "surely",
      "node.role==WORKER": "surely",
      "node.role != manager": "surely",
      "node.role == manager": "never",
      "node.hostname == web-0": "surely",
      "node.hostname != web-0": "never",
      "node.hostname == web-1": "never",
      "node.platform.os == linux": "surely",
      "node.platform.os == windows": "never",
      "node.labels.tier == web": "surely",
      "node.labels.tier != web": "never",
      "node.labels.tier == data": "never",
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(all).map((constraint) => [constraint, on(constraint)])),
      all,
    );
  });

  it("is open if only swarm knows", () => {
    for (const constraint of [
      "node.labels.disk == ssd",
      "node.labels.disk != ssd",
      "engine.labels.zone == a",
      "node.id == x1",
      "node.ip == 10.0.0.0/8",
      "node.platform.arch == x86_64",
    ])
      assert.equal(on(constraint), "perhaps", constraint);
  });

  it("is open for the host name of an existing machine", () => {
    const there = (constraint: string) =>
      likelihood({ deploy: { placement: { constraints: [constraint] } } }, { ...node, stays: true });
    assert.deepEqual(["node.hostname == web-0", "node.hostname != web-0", "node.role == worker"].map(there), [
      "perhaps",
      "perhaps",
      "surely",
    ]);
  });

  it("is never if the node misses one of several constraints", () => {
    assert.equal(on("node.labels.disk == ssd", "node.role == manager"), "never");
    assert.equal(on("node.role == worker", "node.labels.disk == ssd"), "perhaps");
    assert.equal(on("node.role == worker", "node.labels.tier == web"), "surely");
  });

  it("is never for a service without tasks", () => {
    assert.equal(likelihood({ deploy: { replicas: 0 } }, node), "never");
  });
});
