import assert from "node:assert/strict";
import { pulumiHome } from "../../../../setup/pulumiHome.ts";
import { awsTestPlugins, missingAwsParts } from "../../../../tools/test/awsParts.ts";
import { findTerraformProvider } from "../../../../tools/test/terraformProvider.ts";
import { Folder } from "../../../support/folder.ts";

describe("the parts for npm run test:aws", () => {
  const named = process.env.PULUMI_AWS_TF_BINARY;
  afterEach(() => {
    if (named === undefined) delete process.env.PULUMI_AWS_TF_BINARY;
    else process.env.PULUMI_AWS_TF_BINARY = named;
  });

  it("use the Terraform provider that the user names", () => {
    using folder = new Folder().write({ "terraform-provider-aws_v5.100.0_x5": "" });
    process.env.PULUMI_AWS_TF_BINARY = folder.at("terraform-provider-aws_v5.100.0_x5");
    assert.equal(findTerraformProvider(), process.env.PULUMI_AWS_TF_BINARY);
    assert.deepEqual(
      missingAwsParts().filter((part) => part.includes("Terraform")),
      [],
    );
  });

  it("are reported with a hint if they are missing", () => {
    process.env.PULUMI_AWS_TF_BINARY = "/nowhere/terraform-provider-aws_v5.100.0_x5";
    assert.equal(findTerraformProvider(), undefined);
    const [part = "", hint = ""] =
      missingAwsParts()
        .find((message) => message.includes("Terraform"))
        ?.split("\n") ?? [];
    assert.equal(part, "the Terraform provider for AWS, 5.x");
    assert.match(hint, /→ .*PULUMI_AWS_TF_BINARY/);
  });

  it("never replace the official plugin", () => {
    assert.ok(!awsTestPlugins.startsWith(pulumiHome()));
  });
});
