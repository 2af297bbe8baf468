import assert from "node:assert/strict";
import { isComponentType, stepNames } from "../../../components/names.ts";

describe("the name of a step", () => {
  it("starts with its owner and ends with its action", () => {
    const name = stepNames.joinToken.of("swarm");
    assert.equal(name, "swarm-join-token");
    assert.equal(stepNames.joinToken.ownerOf(name), "swarm");
  });

  it("is not shortened if the step is of another kind", () => {
    assert.equal(stepNames.bootstrap.ownerOf("swarm"), "swarm");
  });

  it("has its kind at the end only", () => {
    assert.equal(stepNames.join.isOf("web-0-join"), true);
    assert.equal(stepNames.join.isOf("swarm-join-token"), false);
    assert.equal(stepNames.ready.isOf("web-ready-0-join"), false);
  });
});

describe("a component's type", () => {
  it("may come from an earlier version", () => {
    assert.equal(isComponentType("swarm:index:SwarmNode"), true);
    assert.equal(isComponentType("swarm:index:Repairs"), true);
    assert.equal(isComponentType("aws:ec2/instance:Instance"), false);
  });
});
