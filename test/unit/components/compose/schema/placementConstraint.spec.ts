import assert from "node:assert/strict";
import {
  areDisjoint,
  parseConstraint,
} from "../../../../../components/compose/schema/placementConstraint.ts";

const read = (texts: readonly string[]) => texts.map((text) => parseConstraint(text) ?? assert.fail(text));

describe("a placement constraint", () => {
  it("is parsed as swarm parses it", () => {
    assert.deepEqual(parseConstraint(" node.role==manager "), {
      key: "node.role",
      operator: "==",
      value: "manager",
    });
    assert.deepEqual(parseConstraint("node.labels.a != b == c"), undefined);
    assert.deepEqual(parseConstraint("node.labels.a!=b c\t*"), {
      key: "node.labels.a",
      operator: "!=",
      value: "b c\t*",
    });
    for (const text of [
      "",
      "node.role",
      "node.role=a",
      "== a",
      "a == b",
      "node.labels.a/b == c",
      "node.id == ",
      "node.id == ü",
    ])
      assert.equal(parseConstraint(text), undefined, text);
  });

  const disjoint: [one: string[], other: string[]][] = [
    [["node.hostname == a"], ["node.hostname == b"]],
    [["node.labels.tier == web"], ["node.labels.tier == db"]],
    [["node.labels.tier == web"], ["node.labels.tier != WEB"]],
    [["node.labels.tier != web"], ["node.role == worker", "node.labels.tier==web"]],
    [["node.role == manager"], ["node.role == worker"]],
    [["node.role == manager"], ["node.role != manager"]],
    [["node.role != manager"], ["node.role != worker"]],
    [["NODE.Role != Manager"], ["node.role == manager"]],
    [["node.platform.arch == x86_64"], ["node.platform.arch == aarch64"]],
    [["engine.labels.a == b"], ["engine.labels.a == c"]],
    [["Node.Labels.a == b"], ["node.labels.a == c"]],
  ];
  for (const [one, other] of disjoint)
    it(`${one} matches no node of ${other}`, () => {
      assert.ok(areDisjoint(read(one), read(other)));
      assert.ok(areDisjoint(read(other), read(one)));
    });

  const meeting: [one: string[], other: string[]][] = [
    [[], ["node.hostname == b"]],
    [["node.hostname == a"], ["node.hostname == A"]],
    [["node.hostname == a"], ["node.hostname != b"]],
    [["node.hostname != a"], ["node.hostname != b"]],
    [["node.labels.a == b"], ["node.labels.A == c"]],
    [["node.labels.a == b"], ["engine.labels.a == c"]],
    [["node.hostname == a"], ["node.id == b"]],
    [["node.ip == 10.0.0.0/8"], ["node.ip == 10.0.0.0/16"]],
    [["node.role == manager"], ["node.labels.tier == web"]],
  ];
  for (const [one, other] of meeting)
    it(`${one.join() || "none"} may match a node of ${other}`, () => {
      assert.ok(!areDisjoint(read(one), read(other)));
      assert.ok(!areDisjoint(read(other), read(one)));
    });
});
