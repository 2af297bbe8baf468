import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { MachineImages } from "../../../../../components/machines/ec2/machineImages.ts";
import { imageCalls } from "../../../../support/ec2Program.ts";
import { record, resolved } from "../../../../support/recordedProgram.ts";

function images(image: string, upgrade = "", calls: Partial<typeof imageCalls> = imageCalls) {
  return record(
    () => new MachineImages("images", { settings: { image, upgrade }, architectures: ["amd64", "arm64"] }),
    { calls },
  );
}

const parameter = (architecture: string) => `/aws/service/debian/release/13/latest/${architecture}`;

describe("MachineImages", () => {
  it("looks up an image for each architecture, and keeps what it found first", async () => {
    const { recording } = await images("debian-13");
    assert.deepEqual(recording.tree(), [
      "pulumi:index:Stash amd64@debian-13 < MachineImages images",
      "pulumi:index:Stash arm64@debian-13 < MachineImages images",
      "swarm:index:MachineImages images",
    ]);
    for (const architecture of ["amd64", "arm64"]) {
      const stash = recording.find(`Stash ${architecture}@debian-13`);
      assert.deepEqual(stash.inputs, { input: `ami-of-${parameter(architecture)}` });
      assert.deepEqual(stash.ignoreChanges, ["input"]);
      assert.deepEqual(stash.secrets, []);
    }
  });

  it("tells the kept id in clear", async () => {
    const { result } = await images("debian-13");
    const id = result.idFor("arm64");
    assert.equal(await resolved(id), `ami-of-${parameter("arm64")}`);
    assert.equal(await pulumi.isSecret(id), false);
  });

  it("keeps what it finds under another name when the upgrade is another word", async () => {
    const { recording } = await images("debian-13", "2026-11");
    assert.deepEqual(
      recording.all("pulumi:index:Stash").map(({ name }) => name),
      ["amd64@debian-13@2026-11", "arm64@debian-13@2026-11"],
    );
  });

  it("looks nothing up where the settings name an image", async () => {
    const { recording, result } = await images("ami-0123456789abcdef0", "", {});
    assert.deepEqual(recording.tree(), ["swarm:index:MachineImages images"]);
    assert.equal(await resolved(result.idFor("amd64")), "ami-0123456789abcdef0");
  });
});
