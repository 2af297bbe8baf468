import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { localStep } from "../../../../components/steps/localStep.ts";
import { withoutDependencies } from "../../../../components/steps/withoutDependencies.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";

class Part extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Part", name, {});
  }
}

describe("withoutDependencies", () => {
  it("keeps the value, and whether it is secret", async () => {
    const { recording } = await record(() => {
      const value = new Part("made").id.apply((id) => `of ${id}`);
      new pulumi.Stash("plain", { input: withoutDependencies(value) });
      new pulumi.Stash("secret", { input: withoutDependencies(pulumi.secret(value)) });
    });
    for (const name of ["plain", "secret"]) {
      const { inputs, dependencies, secrets } = recording.find(`Stash ${name}`);
      assert.deepEqual([inputs.input, dependencies], ["of made-id", []]);
      assert.deepEqual(secrets, name === "secret" ? ["input"] : []);
    }
    assert.equal(await resolved(withoutDependencies("text")), "text");
  });
});

describe("a step with dependsOn", () => {
  const step = (isOrdered: boolean) =>
    record(() => {
      const [first, used, trigger] = ["first", "used", "trigger"].map((name) => new Part(name));
      const stash = new pulumi.Stash("stash", { input: "kept" });
      const texts = pulumi.all([used?.id, stash.output]).apply((all) => all.join());
      const create = new Part("created").id;
      const args = { create, stdin: create, delete: texts, triggers: trigger ? [trigger.id] : [] };
      localStep("step", args, isOrdered && first ? { dependsOn: first } : {});
    });

  it("depends only on that, on what its undo uses, and on its triggers", async () => {
    const { dependencies } = (await step(true)).recording.find("Command step");
    assert.deepEqual([...dependencies].sort(), ["Part first", "Part trigger", "Part used"]);
  });

  it("depends on all its values otherwise", async () => {
    const { dependencies } = (await step(false)).recording.find("Command step");
    assert.deepEqual([...dependencies].sort(), ["Part created", "Part trigger", "Part used", "Stash stash"]);
  });
});
