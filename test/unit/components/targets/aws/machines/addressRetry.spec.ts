import assert from "node:assert/strict";
import { isAddressInUse } from "../../../../../../components/targets/aws/machines/addressInUse.ts";
import { awsProgram } from "../../../../../support/awsProgram.ts";

const inUse =
  "creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 400, api error InvalidIPAddress.InUse: Address 10.64.128.4 is in use.";

/** By machine. */
async function hooks() {
  const recording = await awsProgram({ managers: 1, workers: 1 });
  const machines = recording.all("aws:ec2/instance:Instance");
  return Object.fromEntries(machines.map(({ name, errorHooks }) => [name, errorHooks]));
}

describe("a manager whose address is in use", () => {
  it("is tried again, for as long as AWS may need to free it", () => {
    assert.equal(isAddressInUse([inUse]), true);
    assert.equal(isAddressInUse(Array(20).fill(inUse)), true);
    assert.equal(isAddressInUse(Array(21).fill(inUse)), false);
  });

  it("has a hook that decides it, and no other machine has", async () => {
    assert.deepEqual(await hooks(), { "manager-0": ["swarm-address-in-use"], "worker-0": [] });
  });

  it("is not tried again after another error", () => {
    assert.equal(isAddressInUse(["api error VcpuLimitExceeded: …", inUse]), false);
    assert.equal(isAddressInUse([]), false);
  });
});
