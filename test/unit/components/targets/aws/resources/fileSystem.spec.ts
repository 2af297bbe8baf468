import assert from "node:assert/strict";
import { awsProgram, existingSubnets } from "../../../../../support/awsProgram.ts";

const program = (aws: object = {}) => awsProgram({ managers: 3, workers: 2, aws: { efs: true, ...aws } });

describe("the file system", () => {
  it("is encrypted, backed up, and kept by protect", async () => {
    const recording = await program({ protect: true });
    const find = (label: string) => recording.find(label);
    const { inputs, protect } = find("FileSystem efs");
    assert.deepEqual([inputs.encrypted, inputs.throughputMode, protect], [true, "elastic", true]);
    assert.deepEqual(find("BackupPolicy efs").inputs, {
      fileSystemId: "efs-id",
      backupPolicy: { status: "ENABLED" },
    });
  });

  it("is encrypted with your key, and keeps it", async () => {
    const kmsKey = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d";
    const { inputs, ignoreChanges } = (await program({ kmsKey })).find("FileSystem efs");
    assert.equal(inputs.kmsKeyId, kmsKey);
    assert.deepEqual(ignoreChanges, ["kmsKeyId"]);
  });

  it("has a mount target in each zone, in the subnets of the workers", async () => {
    const recording = await program({ network: { private: true } });
    assert.deepEqual(
      recording.all("aws:efs/mountTarget:MountTarget").map(({ name, inputs }) => [name, inputs.subnetId]),
      [
        ["efs-eu-central-1a", "private-0-id"],
        ["efs-eu-central-1b", "private-1-id"],
        ["efs-eu-central-1c", "private-2-id"],
      ],
    );
  });

  it("has one mount target for a zone with several subnets", async () => {
    const [a = "", b = "", c = ""] = Object.keys(existingSubnets);
    const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: [c, a, b] };
    const recording = await program({ network: { existing } });
    assert.deepEqual(
      recording.all("aws:efs/mountTarget:MountTarget").map(({ name, inputs }) => [name, inputs.subnetId]),
      [
        ["efs-eu-central-1a", c],
        ["efs-eu-central-1b", b],
      ],
    );
  });

  it("is made beside the machines, which do not wait for it", async () => {
    const recording = await program();
    for (const node of ["manager-0", "worker-0"]) {
      const { dependencies } = recording.find(`Instance ${node}`);
      assert.deepEqual(
        dependencies.filter((label) => /efs|FileSystem|MountTarget/.test(label)),
        [],
      );
    }
  });

  it("is not there by default", async () => {
    const recording = await awsProgram({ managers: 1, workers: 1 });
    assert.deepEqual(recording.all("aws:efs/fileSystem:FileSystem"), []);
  });
});
