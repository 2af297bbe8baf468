import assert from "node:assert/strict";
import { http, balancerProgram as serving, tcp } from "../../../../../support/balancerProgram.ts";

describe("NetworkLoadBalancer and its targets", () => {
  it("waits for the connections of a node that leaves, before it is drained or its machine replaced", async () => {
    const { recording } = await serving([http, { ...tcp, everywhere: true }], { deregistrationDelay: 45 });
    const step = recording.find("Command worker-0-deregistered");
    const wait = {
      region: "eu-central-1",
      until: "left",
      nodes: [{ name: "worker-0", id: "machine-of-worker-0" }],
      groups: [
        { arn: "arn-of-entrypoint-8000-tcp", port: 8000, isEverywhere: false },
        { arn: "arn-of-entrypoint-5432-tcp", port: 5432, isEverywhere: true },
      ],
      delay: 45,
    };
    assert.equal(step.inputs.create, ":");
    assert.equal(
      step.inputs.delete,
      `node components/targets/aws/entryPoint/scripts/targets.ts '${JSON.stringify(wait)}'`,
    );
    // With a manager, which is replaced delete-first, this is deleted before its machine.
    assert.deepEqual(step.inputs.triggers, ["machine-of-worker-0"]);
    assert.equal(step.deletedWith, "LoadBalancer entrypoint");
    assert.ok(step.dependencies.includes("Member worker-0"));
    assert.equal((step.inputs.interpreter as string[])[2], "aws");
  });

  it("waits until all nodes are served after the deployments, so before old ones leave", async () => {
    const { recording } = await serving([http]);
    const step = recording.find("Command entrypoint-served");
    assert.deepEqual(JSON.parse(String(step.inputs.stdin)), {
      region: "eu-central-1",
      until: "served",
      nodes: ["manager-0", "worker-0"].map((name) => ({ name, id: `machine-of-${name}` })),
      groups: [{ arn: "arn-of-entrypoint-8000-tcp", port: 8000, isEverywhere: false }],
      delay: 30,
    });
    assert.ok(!("delete" in step.inputs) && !("triggers" in step.inputs));
    for (const label of [
      "Member shop-stack",
      "Listener entrypoint-8000",
      "TargetGroupAttachment entrypoint-8000-tcp-worker-0",
    ])
      assert.ok(step.dependencies.includes(label), label);
  });

  it("does not wait for nodes that are Down", async () => {
    const { recording } = await serving([http], {}, { away: ["worker-0"] });
    const { nodes } = JSON.parse(String(recording.find("Command entrypoint-served").inputs.stdin));
    assert.deepEqual(nodes, [{ name: "manager-0", id: "machine-of-manager-0" }]);
    recording.find("TargetGroupAttachment entrypoint-8000-tcp-worker-0");
  });
});
