import assert from "node:assert/strict";
import { awsProgram } from "../../../../../support/awsProgram.ts";
import { cluster } from "../../../../../support/fakeHost.ts";

const key = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d";

describe("what a cluster on AWS keeps", () => {
  it("is copied every day: the managers' data disks, and nothing else", async () => {
    const { find, registrations } = await program({ snapshots: { keep: 7, time: "22:30" } });
    const { executionRoleArn, state, policyDetails } = find("LifecyclePolicy snapshots").inputs;
    assert.deepEqual(
      { executionRoleArn, state, policyDetails },
      {
        executionRoleArn: "arn:aws:iam::123456789012:role/AWSDataLifecycleManagerDefaultRole",
        state: "ENABLED",
        policyDetails: {
          resourceTypes: ["VOLUME"],
          targetTags: { "swarm.snapshots": cluster },
          schedules: [
            {
              name: "daily",
              createRule: { interval: 24, intervalUnit: "HOURS", times: "22:30" },
              retainRule: { count: 7 },
              copyTags: true,
            },
          ],
        },
      },
    );
    const tagged = registrations.filter(({ inputs }) =>
      JSON.stringify(inputs.tags)?.includes("swarm.snapshots"),
    );
    assert.deepEqual(
      tagged.map(({ label }) => label),
      ["Volume manager-0-data"],
    );
  });

  it("is not copied by default", async () => {
    const { registrations } = await program({});
    assert.ok(!JSON.stringify(registrations).includes("swarm.snapshots"));
  });

  it("is encrypted with your key, and disks and repositories that exist keep theirs", async () => {
    const { find } = await program({ kmsKey: key, network: { private: true } });
    const disk = find("Volume manager-0-data");
    assert.equal(disk.inputs.kmsKeyId, key);
    assert.deepEqual(disk.ignoreChanges, ["availabilityZone", "kmsKeyId"]);
    for (const node of ["manager-0", "worker-0", "bastion"]) {
      const root = find(`Instance ${node}`).inputs.rootBlockDevice as { kmsKeyId: string };
      assert.equal(root.kmsKeyId, key, node);
    }
    const repository = find("Repository example/api");
    assert.deepEqual(repository.inputs.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: key }]);
    assert.deepEqual(repository.ignoreChanges, ["encryptionConfigurations"]);
  });

  it("can be opened to machines by further policies", async () => {
    const policies = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "swarm/buckets"];
    const { find } = await program({ policies });
    assert.deepEqual(
      policies.map((policy) => find(`RolePolicyAttachment nodes-${policy}`).inputs),
      [
        { role: "nodes", policyArn: policies[0] },
        { role: "nodes", policyArn: "arn:aws:iam::123456789012:policy/swarm/buckets" },
      ],
    );
  });
});

async function program(aws: object) {
  const recording = await awsProgram({ managers: 1, workers: 1, aws });
  return { find: (label: string) => recording.find(label), registrations: recording.registrations };
}
