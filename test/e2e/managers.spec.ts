import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { docker, inventory, machine, onNode } from "../support/engine.ts";

const stack = "e2e-large";

describe("a cluster with three managers and four workers", () => {
  const before = inventory(stack);
  const clone = new Clone(stack, {
    managers: 3,
    workers: { web: { count: 3, labels: { tier: "web" } }, jobs: { count: 1 } },
    stacks: { example: { file: "example/compose.yaml" } },
    local: { port: 18280, subnet: "172.31.79.0/24" },
  });
  const nodes = (format: string) =>
    onNode(stack, "manager-1", "docker", "node", "ls", "--format", format).sort();

  after(async () => {
    await clone.npm("destroy");
    clone.remove();
  });

  it("comes up from scratch", async () => {
    const { code, output } = await clone.npm("start");
    assert.equal(code, 0, output);
    assert.deepEqual(nodes("{{.Hostname}} {{.Status}}"), [
      "jobs-0 Ready",
      "manager-0 Ready",
      "manager-1 Ready",
      "manager-2 Ready",
      "web-0 Ready",
      "web-1 Ready",
      "web-2 Ready",
    ]);
    const managers = nodes("{{.ManagerStatus}}").filter(Boolean);
    assert.deepEqual(managers, ["Leader", "Reachable", "Reachable"]);
    const labels = onNode(
      stack,
      "manager-0",
      "docker",
      "node",
      "inspect",
      "web-1",
      "--format",
      "{{.Spec.Labels.tier}}",
    );
    assert.deepEqual(labels, ["web"]);
    await clone.assertHealthy();
  });

  it("brings a killed manager back as the same member and a killed worker as a new one", async () => {
    const ids = () => Object.fromEntries(nodes("{{.Hostname}} {{.ID}}").map((line) => line.split(" ")));
    const old = ids();
    docker("rm", "--force", "--volumes", machine(stack, "manager-0"), machine(stack, "web-0"));
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    // The managers may still be electing a leader, and only a leader can answer.
    let fresh = ids();
    for (let tries = 0; tries < 60 && Object.keys(fresh).join() !== Object.keys(old).join(); tries++) {
      await sleep(500);
      fresh = ids();
    }
    assert.deepEqual(Object.keys(fresh), Object.keys(old), output);
    assert.equal(fresh["manager-0"], old["manager-0"]);
    assert.notEqual(fresh["web-0"], old["web-0"]);
    await clone.assertHealthy();
  });

  it("leaves the engine as it was", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });
});
