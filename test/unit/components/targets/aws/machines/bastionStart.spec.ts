import assert from "node:assert/strict";
import { awsTarget } from "../../../../../support/awsTarget.ts";
import { awsAccount } from "../../../../../support/ec2Program.ts";
import { FakeAws, identityOf } from "../../../../../support/fakeAws.ts";

describe("the start of a bastion", () => {
  let sts: FakeAws;

  before(async () => {
    sts = await FakeAws.start(() => identityOf(awsAccount.account));
  });
  after(() => sts.stop());

  it("has one URN, whether it was stopped or not, and happens once", async () => {
    const network = { aws: { network: { private: true } } };
    const { recording } = await awsTarget(network);
    const late = recording.find("InstanceState bastion");
    const isBastion = (inputs: Readonly<Record<string, unknown>>) =>
      JSON.stringify(inputs.filters).includes("swarm-test-bastion") &&
      (inputs.instanceStateNames as string[]).includes("stopped");
    const getInstances = (inputs: Readonly<Record<string, unknown>>) => ({
      ids: isBastion(inputs) ? ["i-stopped"] : [],
      privateIps: [],
      publicIps: [],
    });
    const { recording: again } = await awsTarget(
      network,
      {},
      { "aws:ec2/getInstances:getInstances": getInstances },
    );
    const states = again.registrations.filter(({ label }) => label === "InstanceState bastion");
    assert.deepEqual(
      states.map(({ urn, parent, provider, inputs }) => ({ urn, parent, provider, id: inputs.instanceId })),
      [{ urn: late.urn, parent: "", provider: "aws aws", id: "i-stopped" }],
    );
    assert.equal(late.inputs.instanceId, "bastion-id");
  });
});
