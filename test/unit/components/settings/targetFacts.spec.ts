import assert from "node:assert/strict";
import { parseSettings } from "../../../../components/settings/settingsReader.ts";
import { isLocal, machineRange } from "../../../../components/settings/targetFacts.ts";

function settings(written: Readonly<Record<string, unknown>>) {
  return parseSettings(written, { project: "swarm", stack: "dev", root: "/project" }).settings;
}

const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: ["subnet-0a1b2c3d"] };

describe("what others may know of the target", () => {
  it("is whether the machines are on this computer", () => {
    assert.equal(isLocal(settings({ aws: { region: "eu-central-1" } })), true);
    assert.equal(isLocal(settings({ target: "aws" })), false);
  });

  it("is the range of the machines' addresses, with the setting to change", () => {
    assert.deepEqual(machineRange(settings({})), { range: "172.31.0.0/24", setting: "swarm:local.subnet" });
    assert.deepEqual(machineRange(settings({ target: "aws" })), {
      range: "10.64.0.0/16",
      setting: "swarm:aws.network.cidr",
    });
  });

  it("is no range where the VPC is there already", () => {
    assert.equal(machineRange(settings({ target: "aws", aws: { network: { existing } } })), undefined);
  });
});
