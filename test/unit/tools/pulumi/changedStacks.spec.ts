import assert from "node:assert/strict";
import { changedStacks } from "../../../../tools/pulumi/changedStacks.ts";

describe("changedStacks", () => {
  const files = ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.eu.west.yaml", "Pulumi.prod.yaml", "index.ts"];
  const of = (...changed: string[]) => changedStacks(changed, files);

  it("returns stacks whose settings changed", () => {
    assert.deepEqual(of("Pulumi.prod.yaml", "docs/aws.md"), ["prod"]);
    assert.deepEqual(of("Pulumi.eu.west.yaml"), ["eu.west"]);
  });

  it("returns all stacks if the program, a compose file or a source changed", () => {
    for (const path of [
      "index.ts",
      "Pulumi.yaml",
      "package-lock.json",
      "example/compose.yaml",
      "example/api/a.md",
    ])
      assert.deepEqual(of(path), ["eu.west", "prod"], path);
  });

  it("returns none if nothing of a cluster changed, and never dev or a removed stack", () => {
    assert.deepEqual(of(), []);
    assert.deepEqual(of("README.md", "test/unit/a.ts", ".github/workflows/test.yml", "LICENSE"), []);
    assert.deepEqual(of("Pulumi.dev.yaml", "Pulumi.old.yaml"), []);
  });
});
