import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { checksums } from "../../../../setup/download/checksums.ts";
import { pinnedVersion } from "../../../../setup/project.ts";
import { cliArchive, unpack } from "../../../../setup/steps/pulumiCli.ts";
import { Folder } from "../../../support/folder.ts";

describe("the Pulumi CLI's archive", () => {
  it("has a pinned checksum for every platform", () => {
    for (const platform of ["linux", "darwin"])
      for (const architecture of ["x64", "arm64"]) {
        const archive = cliArchive(pinnedVersion("@pulumi/pulumi"), platform, architecture);
        assert.match(checksums[archive] ?? "", /^[0-9a-f]{64}$/, archive);
      }
  });

  it("unpacks without its folder", async () => {
    using folder = new Folder().write({ "pulumi/pulumi": "", "pulumi/pulumi-language-nodejs": "" });
    execFileSync("tar", ["-czf", folder.at("archive.tar.gz"), "-C", folder.path, "pulumi"]);
    const work = { progress: { note: () => {} }, signal: new AbortController().signal };
    await unpack(work, folder.at("archive.tar.gz"), folder.at("draft/bin"));
    assert.deepEqual(readdirSync(folder.at("draft/bin")).sort(), ["pulumi", "pulumi-language-nodejs"]);
  });
});
