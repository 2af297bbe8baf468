import assert from "node:assert/strict";
import { stackOf } from "../../../../tools/pulumi/call.ts";
import { targetOf } from "../../../../tools/pulumi/targetOf.ts";
import { Folder } from "../../../support/folder.ts";

describe("targetOf", () => {
  it("reads the stack's file, and defaults to local", () => {
    using folder = new Folder().write({
      "Pulumi.prod.yaml": "config:\n  swarm:managers: 3\n  swarm:target: aws # EC2\n",
      "Pulumi.quoted.yaml": 'config:\n  swarm:target: "hosts"\n',
      "Pulumi.silent.yaml": "config:\n  # swarm:target: aws\n  swarm:managers: 3\n",
    });
    const targets = ["prod", "org/swarm/prod", "quoted", "silent", "none"].map(
      (stack) => targetOf(stack, folder.path).name,
    );
    assert.deepEqual(targets, ["aws", "aws", "hosts", "local", "local"]);
  });
});

describe("stackOf", () => {
  it("prefers the stack that the arguments name", () => {
    assert.equal(stackOf(["preview", "--stack", "prod"]), "prod");
    assert.equal(stackOf(["preview", "-s=prod"]), "prod");
  });
});
