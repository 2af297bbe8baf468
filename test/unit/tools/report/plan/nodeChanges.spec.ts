import assert from "node:assert/strict";
import type { Change } from "../../../../../tools/pulumi/preview.ts";
import { nodeChanges } from "../../../../../tools/report/plan/nodeChanges.ts";
import { readPlan, verdict } from "../../../../../tools/report/plan/plan.ts";

const change = (op: Change["op"], type: string, name: string, more: Partial<Change> = {}): Change => ({
  ...{ op, type, name, owner: "", before: {}, after: {}, reasons: [] },
  ...more,
});
const labels = [{ label: "swarm.node", value: "worker-0" }];
const container = (op: Change["op"], more: Partial<Change> = {}) =>
  change(op, "docker:index/container:Container", "swarm-dev-worker-0", { after: { labels }, ...more });
const member = (before: string, after: string) =>
  change("update", "command:remote:Command", "web-10-member", {
    before: { create: `… swarm-web-10-member add web-10 id worker active${before}` },
    after: { create: `… swarm-web-10-member add web-10 id worker active${after}` },
  });

describe("nodeChanges", () => {
  const told = (...changes: Change[]) =>
    nodeChanges(changes).map(({ name, change: what, why }) => [name, what, ...why].join(" "));

  it("shows a lost machine that will be recreated", () => {
    assert.deepEqual(told(container("create")), ["worker-0 new machine it is gone"]);
  });

  it("shows an updated machine", () => {
    assert.deepEqual(told(container("update", { reasons: ["restart"] })), ["worker-0 changed restart"]);
  });

  it("shows a node once, by its overall change", () => {
    const node = change("delete", "swarm:index:SwarmNode", "worker-0");
    assert.deepEqual(told(container("delete", { before: { labels } }), node), ["worker-0 removed"]);
  });

  it("shows changed labels, in the nodes' order", () => {
    const next = change("create", "swarm:index:SwarmNode", "web-9");
    assert.deepEqual(told(member("", " tier=web"), next), ["web-9 added", "web-10 changed labels"]);
    assert.deepEqual(told(member(" tier=a", " tier=a")), []);
  });

  it("shows a changed availability", () => {
    const step = member(" tier=a", " tier=a");
    const drained = { ...step, after: { create: String(step.after.create).replace("active", "drain") } };
    assert.deepEqual(told(drained), ["web-10 changed active → drain"]);
  });

  it("distinguishes managers from pools", () => {
    const nodes = ["manager-0", "manager-x-0", "web-eu-1"].map((name) =>
      change("create", "swarm:index:SwarmNode", name),
    );
    assert.deepEqual(
      nodeChanges(nodes).map(({ role, pool }) => [role, pool]),
      [
        ["manager", ""],
        ["worker", "manager-x"],
        ["worker", "web-eu"],
      ],
    );
  });
});

describe("a state without summaries", () => {
  it("shows no services, but says that something changes", () => {
    const plan = readPlan({
      steps: [
        {
          op: "update",
          urn: "urn:pulumi:dev::swarm::swarm:index:ComposeStack::shop-stack",
          oldState: { type: "swarm:index:ComposeStack", inputs: {} },
          newState: { type: "swarm:index:ComposeStack", inputs: { services: { web: { image: "web" } } } },
        },
      ],
    });
    assert.deepEqual([plan.services, plan.changes, verdict(plan)], [[], 1, "changes"]);
  });
});
