import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { MachineImage } from "../../../../../../components/targets/aws/machines/machineImage.ts";
import { imageCalls } from "../../../../../support/ec2Program.ts";
import { record, resolved } from "../../../../../support/recordedProgram.ts";

function machineImage(image: string, upgrade = "", calls: Partial<typeof imageCalls> = imageCalls) {
  return record(() => new MachineImage("image", { settings: { image, upgrade }, architecture: "arm64" }), {
    calls,
  });
}

const debian = "ami-of-/aws/service/debian/release/13/latest/arm64";

describe("MachineImage", () => {
  it("looks the image up once and keeps the result", async () => {
    const { recording } = await machineImage("debian-13");
    assert.deepEqual(recording.tree(), [
      "pulumi:index:Stash arm64@debian-13 < MachineImage image",
      "swarm:index:MachineImage image",
    ]);
    const stash = recording.find("Stash arm64@debian-13");
    assert.deepEqual(stash.inputs, { input: debian });
    assert.deepEqual(stash.ignoreChanges, ["input"]);
    assert.deepEqual(stash.secrets, []);
  });

  it("outputs the id, not as a secret", async () => {
    const { result } = await machineImage("debian-13");
    assert.equal(await resolved(result.id), debian);
    assert.equal(await pulumi.isSecret(result.id), false);
  });

  it("has another name for another upgrade value", async () => {
    const { recording } = await machineImage("debian-13", "2026-11");
    assert.equal(recording.find("Stash arm64@debian-13@2026-11").inputs.input, debian);
  });

  it("uses an image id of the settings without a lookup", async () => {
    const { recording, result } = await machineImage("ami-0123456789abcdef0", "", {});
    assert.deepEqual(recording.tree(), ["swarm:index:MachineImage image"]);
    assert.equal(await resolved(result.id), "ami-0123456789abcdef0");
  });
});
