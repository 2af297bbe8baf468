import assert from "node:assert/strict";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { addressWhenFree } from "../../../../../../components/targets/aws/machines/addressWhenFree.ts";
import { record } from "../../../../../support/recordedProgram.ts";

interface Account {
  /** Instances of the manager that are not terminated. */
  readonly instances?: readonly string[];
  /** The owners of the address, one list for each question; the last one stays. */
  readonly interfaces?: readonly (readonly string[])[];
  readonly clusterExists?: boolean;
  readonly preview?: boolean;
}

async function address({ instances = [], interfaces = [], clusterExists = true, preview = false }: Account) {
  const asked: unknown[] = [];
  const calls = {
    "aws:ec2/getInstances:getInstances": ({ instanceStateNames }: Readonly<Record<string, unknown>>) => {
      assert.deepEqual(instanceStateNames, ["pending", "running", "stopping", "stopped"]);
      return { ids: instances, privateIps: [], publicIps: [] };
    },
    "aws:ec2/getNetworkInterfaces:getNetworkInterfaces": ({ filters }: Readonly<Record<string, unknown>>) => {
      asked.push(filters);
      return { ids: interfaces[Math.min(asked.length, interfaces.length) - 1] ?? [] };
    },
  };
  const { result } = await record(
    () => {
      const parent = new Subnet("subnet", { vpcId: "vpc-1" });
      const manager = {
        ...{ node: "manager-2", address: "10.64.128.6", subnet: "subnet-1", cluster: "id" },
        clusterExists,
      };
      const found = addressWhenFree(manager, parent, { between: 0, deadline: 0.2 });
      return (found as unknown as { promise(): Promise<string> }).promise();
    },
    { calls, preview },
  );
  return { result, asked };
}

describe("the address of a manager", () => {
  it("is free at once in a new cluster, and nobody asks in a preview", async () => {
    assert.deepEqual(await address({ clusterExists: false }), { result: "10.64.128.6", asked: [] });
    assert.deepEqual(await address({ preview: true }), { result: "10.64.128.6", asked: [] });
  });

  it("belongs to the manager's own instance, also to a stopped one", async () => {
    assert.deepEqual(await address({ instances: ["i-1"] }), { result: "10.64.128.6", asked: [] });
  });

  it("waits for the interface of a terminated instance", async () => {
    const { result, asked } = await address({ interfaces: [["eni-1"], ["eni-1"], []] });
    assert.equal(result, "10.64.128.6");
    assert.equal(asked.length, 3);
    assert.deepEqual(asked[0], [
      { name: "addresses.private-ip-address", values: ["10.64.128.6"] },
      { name: "subnet-id", values: ["subnet-1"] },
    ]);
  });

  it("names the interface that keeps it", async () => {
    await assert.rejects(address({ interfaces: [["eni-1"]] }), {
      message:
        "manager-2: the network interface eni-1 still has its address 10.64.128.6\n  → see in AWS what this interface belongs to; once it is deleted, run npm run up again",
    });
  });
});
