import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { projectName, selectedStack } from "../../../../tools/pulumi/selectedStack.ts";
import { Folder } from "../../../support/folder.ts";

describe("projectName", () => {
  it("returns the name in Pulumi.yaml", () => {
    using folder = new Folder().write({ "Pulumi.yaml": "name: swarm\nruntime: nodejs\n" });
    assert.equal(projectName(folder.path), "swarm");
  });

  for (const text of ["", "- name\n", "name: [a]\n", "name: [\n", "runtime: nodejs\n", "name: ".repeat(1000)])
    it(`finds no name in ${JSON.stringify(text.slice(0, 30))}`, () => {
      using folder = new Folder().write({ "Pulumi.yaml": text });
      assert.throws(() => projectName(folder.path), {
        message: `${folder.at("Pulumi.yaml")} does not name the project\n  → add the line name: swarm`,
      });
    });

  it("finds no name without a file", () => {
    using folder = new Folder();
    assert.throws(() => projectName(folder.path), /Pulumi\.yaml does not name the project/);
  });
});

describe("selectedStack", () => {
  /** With what Pulumi has noted as the selected stack. */
  function selectedWith(record: string): string | undefined {
    using folder = new Folder().write({ "Pulumi.yaml": "name: swarm\n" });
    const hash = createHash("sha1").update(folder.at("Pulumi.yaml")).digest("hex");
    folder.write({ [`home/workspaces/swarm-${hash}-workspace.json`]: record });
    return selectedStack({ PULUMI_HOME: folder.at("home") }, folder.path);
  }

  it("returns the stack that Pulumi recorded", () => assert.equal(selectedWith('{"stack": "prod"}'), "prod"));

  for (const record of ["", "null", "{}", "[", '{"stack": {"a": 1}}', '{"stack": 7}', '{"stacks": null}'])
    it(`returns undefined for ${record || "an empty record"}`, () =>
      assert.equal(selectedWith(record), undefined));
});
