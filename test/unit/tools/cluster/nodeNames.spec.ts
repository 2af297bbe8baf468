import assert from "node:assert/strict";
import type { NodeLine, TaskLine } from "../../../../tools/cluster/health.ts";
import { withNodeNames } from "../../../../tools/cluster/nodeNames.ts";

const node = (ID: string, Hostname: string): NodeLine => ({
  ...{ ID, Hostname, Status: "Ready", Availability: "Active", ManagerStatus: "", EngineVersion: "28.5.2" },
});
const task = (ID: string, Node: string): TaskLine => ({
  ...{ ID, Node, Name: `shop_web.${ID}`, CurrentState: "Running 1 minute ago", Error: "" },
});

describe("withNodeNames", () => {
  it("distinguishes hosts of the same name, and their tasks, by their names in the settings", () => {
    const { nodes, tasks } = withNodeNames(
      [node("n1", "localhost"), node("n2", "localhost"), node("n3", "web-1"), node("n4", "by-hand")],
      ["manager-0", "web-0", "web-1", ""],
      [
        task("1", "localhost"),
        task("2", "localhost"),
        task("3", "web-1"),
        task("4", ""),
        task("5", "by-hand"),
      ],
      [task("2", "n2"), task("1", "n1"), task("3", "n3"), task("4", ""), task("5", "n4")],
    );
    assert.deepEqual(
      nodes.map(({ Hostname }) => Hostname),
      ["manager-0 (localhost)", "web-0 (localhost)", "web-1", "by-hand"],
    );
    assert.deepEqual(
      tasks.map(({ Node }) => Node),
      ["manager-0 (localhost)", "web-0 (localhost)", "web-1", "", "by-hand"],
    );
  });
});
