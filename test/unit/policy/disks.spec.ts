import assert from "node:assert/strict";
import { disks } from "../../policy/disks.ts";

const {
  "aws:ec2/instance:Instance": instance,
  "aws:ec2/launchTemplate:LaunchTemplate": template,
  "aws:ebs/volume:Volume": volume,
} = disks.faults;
const root = "has a root disk that is not encrypted; set rootBlockDevice.encrypted to true";

describe("encrypted-disks", () => {
  it("is mandatory", () => {
    assert.equal(disks.level, "mandatory");
  });

  it("requires an encrypted root disk", () => {
    assert.deepEqual(instance?.({ rootBlockDevice: { encrypted: true } }), []);
    assert.deepEqual(instance?.({ rootBlockDevice: { encrypted: false } }), [root]);
    assert.deepEqual(instance?.({ rootBlockDevice: { volumeSize: 20 } }), [root]);
    assert.deepEqual(instance?.({}), [root]);
  });

  it("requires encrypted additional disks", () => {
    const ebsBlockDevices = [
      { deviceName: "/dev/sdf", encrypted: true },
      { deviceName: "/dev/sdg", encrypted: false },
      { deviceName: "/dev/sdh" },
    ];
    assert.deepEqual(instance?.({ rootBlockDevice: { encrypted: true }, ebsBlockDevices }), [
      "has a disk /dev/sdg that is not encrypted; set encrypted to true in ebsBlockDevices",
      "has a disk /dev/sdh that is not encrypted; set encrypted to true in ebsBlockDevices",
    ]);
  });

  it("requires a launch template to name and encrypt its disks", () => {
    const mapping = (encrypted?: string) => ({ deviceName: "/dev/xvda", ebs: { encrypted } });
    const wrong = [
      "has a disk /dev/xvda that is not encrypted; set encrypted to true in blockDeviceMappings",
    ];
    assert.deepEqual(template?.({ blockDeviceMappings: [mapping("true")] }), []);
    assert.deepEqual(template?.({ blockDeviceMappings: [mapping("false")] }), wrong);
    assert.deepEqual(template?.({ blockDeviceMappings: [mapping()] }), wrong);
    const unnamed = ["leaves its disks to the image; name them in blockDeviceMappings, with ebs.encrypted"];
    assert.deepEqual(template?.({}), unnamed);
    assert.deepEqual(
      template?.({ blockDeviceMappings: [{ deviceName: "/dev/sdb", noDevice: "" }] }),
      unnamed,
    );
  });

  it("requires encrypted volumes", () => {
    assert.deepEqual(volume?.({ encrypted: true }), []);
    assert.deepEqual(volume?.({ encrypted: false }), ["is not encrypted; set encrypted to true"]);
    assert.deepEqual(volume?.({ kmsKeyId: "key" }), ["is not encrypted; set encrypted to true"]);
  });
});
