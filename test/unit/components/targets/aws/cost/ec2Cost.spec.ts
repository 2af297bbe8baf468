import assert from "node:assert/strict";
import { costItems } from "../../../../../../components/targets/aws/cost/costItems.ts";
import type { EngineStep } from "../../../../../../tools/pulumi/preview.ts";
import { readPlan } from "../../../../../../tools/report/plan/plan.ts";
import { awsSettings, ec2Cluster } from "../../../../../support/ec2Program.ts";

const workers = {
  web: { count: 2, type: "t3.medium", disk: 30 },
  jobs: { count: 1, type: "t3.large", spot: true },
};

/** What the program itself asks the engine for, with these settings. */
async function cluster(aws: Readonly<Record<string, unknown>>) {
  const { recording } = await ec2Cluster(awsSettings({ managers: 3, workers, aws }), { preview: true });
  return recording.registrations;
}

async function counts(aws: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(costItems(await cluster(aws)).map(({ kind, count }) => [kind, count]));
}

describe("the cost of the program's resources", () => {
  it("counts machines, disks and an address for each public node", async () => {
    assert.deepEqual(await counts({}), {
      // Three root disks and three data disks of managers, two of web, one of jobs.
      "EBS disk gp3": 3 * 10 + 3 * 20 + 2 * 30 + 20,
      "EC2 instance t3.medium": 2,
      "EC2 instance t3.small": 3,
      "EC2 instance t3.large, spot": 1,
      "public IPv4 address": 6,
    });
  });

  it("counts bastion and NAT gateway instead if the nodes are private", async () => {
    assert.deepEqual(await counts({ network: { private: true } }), {
      "EBS disk gp3": 3 * 10 + 3 * 20 + 2 * 30 + 20 + 8,
      "EC2 instance t3.medium": 2,
      "EC2 instance t3.nano": 1,
      "EC2 instance t3.small": 3,
      "EC2 instance t3.large, spot": 1,
      "NAT gateway": 1,
      "public IPv4 address": 2,
    });
    const nat = await counts({ network: { private: true, natPerZone: true } });
    assert.equal(nat["NAT gateway"], 3);
  });
});

describe("the plan of the program's resources", () => {
  it("lists each node once, with pool and type, without links between resources", async () => {
    const steps = (await cluster({})).map(
      ({ urn, type, name, inputs }): EngineStep => ({
        op: "create",
        urn: `urn:pulumi:test::swarm::${urn.split("::")[0]}$${type}::${name}`,
        newState: { type, inputs },
      }),
    );
    const nodes = ["web-0", "manager-0"].map(
      (name): EngineStep => ({
        op: "create",
        urn: `urn:pulumi:test::swarm::swarm:index:SwarmNode::${name}`,
        newState: { type: "swarm:index:SwarmNode" },
      }),
    );
    const plan = readPlan({ steps: [...steps, ...nodes] });
    const told = plan.nodes.map(({ name, change, type }) => [name, change, type]);
    assert.deepEqual(told, [
      ["jobs-0", "new machine", "t3.large, spot"],
      ["manager-0", "added", "t3.small"],
      ["manager-1", "new machine", "t3.small"],
      ["manager-2", "new machine", "t3.small"],
      ["web-0", "added", "t3.medium"],
      ["web-1", "new machine", "t3.medium"],
    ]);
    assert.deepEqual(
      plan.made.filter(({ kind }) => /Instance|Attachment|Association$/.test(kind)).map(({ kind }) => kind),
      ["iam InstanceProfile"],
    );
    assert.ok(plan.made.some(({ kind, name }) => kind === "ebs Volume" && name === "manager-0-data"));
    assert.deepEqual(plan.dangers, []);
  });
});
