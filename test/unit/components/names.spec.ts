import assert from "node:assert/strict";
import { isComponentType, stepNames } from "../../../components/names.ts";

describe("the name of a step", () => {
  it("begins with what the step belongs to, and ends with what it does", () => {
    const name = stepNames.joinToken.of("swarm");
    assert.equal(name, "swarm-join-token");
    assert.equal(stepNames.joinToken.ownerOf(name), "swarm");
  });

  it("stays as it is if it is of another kind", () => {
    assert.equal(stepNames.bootstrap.ownerOf("swarm"), "swarm");
  });

  it("is of one kind: the end alone tells", () => {
    assert.equal(stepNames.join.isOf("web-0-join"), true);
    assert.equal(stepNames.join.isOf("swarm-join-token"), false);
    assert.equal(stepNames.ready.isOf("web-ready-0-join"), false);
  });
});

describe("a component's type", () => {
  it("may be of an earlier version", () => {
    assert.equal(isComponentType("swarm:index:SwarmNode"), true);
    assert.equal(isComponentType("swarm:index:Repairs"), true);
    assert.equal(isComponentType("aws:ec2/instance:Instance"), false);
  });
});
