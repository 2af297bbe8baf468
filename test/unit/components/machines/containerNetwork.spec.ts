import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ContainerNetwork, managerAddress } from "../../../../components/machines/containerNetwork.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";

class Last extends pulumi.CustomResource {
  constructor() {
    super("test:index:Last", "last", {});
  }
}

describe("ContainerNetwork", () => {
  const program = () =>
    record(
      () => new ContainerNetwork("network", { stack: "test", subnet: "172.31.0.0/24", after: new Last() }),
    );

  it("is a network of the stack that gives out the upper half of its range", async () => {
    const { recording, result } = await program();
    const network = recording.find("Network network");
    assert.equal(network.type, "docker:index/network:Network");
    assert.equal(network.parent, "ContainerNetwork network");
    assert.deepEqual(network.inputs, {
      name: "swarm-test",
      labels: [{ label: "swarm.stack", value: "test" }],
      ipamConfigs: [{ subnet: "172.31.0.0/24", gateway: "172.31.0.1", ipRange: "172.31.0.128/25" }],
    });
    assert.equal(await resolved(result.name), "swarm-test");
  });

  it("is deleted before what must go last", async () => {
    assert.deepEqual((await program()).recording.find("Network network").dependencies, ["Last last"]);
  });
});

describe("managerAddress", () => {
  it("is the tenth address and those behind it, in the lower half", () => {
    assert.equal(managerAddress("172.31.0.0/24", 0), "172.31.0.10");
    assert.equal(managerAddress("172.31.0.0/24", 6), "172.31.0.16");
    assert.equal(managerAddress("10.200.4.64/26", 6), "10.200.4.80");
  });
});
