import assert from "node:assert/strict";
import { tagsOf } from "../../../components/targets/aws/resources/tags.ts";
import { tags } from "../../policy/tags.ts";
import { cluster } from "../../support/fakeHost.ts";

describe("tagged", () => {
  it("is mandatory", () => {
    assert.equal(tags.level, "mandatory");
  });

  it("accepts this project's tags", () => {
    const owner = { project: "swarm", stack: "prod", cluster: { id: cluster }, tags: { team: "shop" } };
    for (const diagnostics of Object.values(tags.faults))
      assert.deepEqual(diagnostics({ tags: tagsOf(owner, "manager-0") }), []);
  });

  it("names missing tags", () => {
    const diagnostics = tags.faults["aws:ec2/instance:Instance"];
    assert.deepEqual(diagnostics?.({ tags: { "swarm.project": "swarm" } }), [
      "has no tag swarm.stack; add it to its tags",
    ]);
    const both = ["has no tag swarm.project and no tag swarm.stack; add it to its tags"];
    assert.deepEqual(diagnostics?.({}), both);
    assert.deepEqual(diagnostics?.({ tags: { Name: "manager-0", "swarm.stack": "" } }), both);
  });

  it("checks machines, disks, file systems, networks, repositories, roles and load balancers", () => {
    assert.deepEqual(Object.keys(tags.faults), [
      "aws:ebs/volume:Volume",
      "aws:ec2/eip:Eip",
      "aws:ec2/instance:Instance",
      "aws:ec2/natGateway:NatGateway",
      "aws:ec2/securityGroup:SecurityGroup",
      "aws:ec2/subnet:Subnet",
      "aws:ec2/vpc:Vpc",
      "aws:ecr/repository:Repository",
      "aws:efs/fileSystem:FileSystem",
      "aws:iam/role:Role",
      "aws:lb/loadBalancer:LoadBalancer",
      "aws:lb/targetGroup:TargetGroup",
    ]);
  });
});
