import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { combine, resolveIfKnown } from "../../../components/combine.ts";
import { localStep } from "../../../components/steps/localStep.ts";
import { record, resolved } from "../../support/recordedProgram.ts";

class Part extends pulumi.CustomResource {
  constructor(name: string, input?: pulumi.Input<string>) {
    super("test:index:Part", name, { input });
  }
}

/** Pulumi's type declarations leave out the constructor. */
const Output = pulumi.Output as unknown as new (
  resources: readonly pulumi.Resource[],
  value: Promise<string>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
) => pulumi.Output<string>;

describe("combine", () => {
  it("computes a value of several, and keeps what they depend on and whether one is secret", async () => {
    const { recording } = await record(() => {
      const [one, other] = [new Part("one").id, Promise.resolve(new Part("other").id)];
      const both = combine([one, other, 3], (one, other, three) => `${one} ${other} ${three}`);
      new Part("plain", both);
      new Part(
        "secret",
        combine([both, pulumi.secret("word")], (text, word) => `${text} ${word}`),
      );
    });
    const of = (name: string) => {
      const { inputs, dependencies, secrets } = recording.find(`Part ${name}`);
      return [inputs.input, dependencies, secrets];
    };
    assert.deepEqual(of("plain"), ["one-id other-id 3", ["Part one", "Part other"], []]);
    assert.deepEqual(of("secret"), ["one-id other-id 3 word", ["Part one", "Part other"], ["input"]]);
  });

  it("makes the value secret, or plain, if the caller says so", async () => {
    const { recording } = await record(() => {
      const secret = combine(["word"], (word) => word, { isSecret: true });
      new Part("secret", secret);
      new Part(
        "plain",
        combine([secret], (word) => word.length.toString(), { isSecret: false }),
      );
    });
    assert.deepEqual(recording.find("Part secret").secrets, ["input"]);
    assert.deepEqual(recording.find("Part plain").secrets, []);
    assert.equal(recording.find("Part plain").inputs.input, "4");
  });

  it("depends on no resource, or on all but stashes, if the caller says so", async () => {
    const { recording } = await record(() => {
      const values = [new Part("made").id, new pulumi.Stash("kept", { input: "kept" }).output] as const;
      for (const dependencies of ["all", "real", "none"] as const)
        new Part(
          dependencies,
          combine(values, (id, kept) => `${id} ${kept}`, { dependencies }),
        );
    });
    const of = (name: string) => recording.find(`Part ${name}`).dependencies;
    assert.deepEqual([of("all"), of("real"), of("none")], [["Part made", "Stash kept"], ["Part made"], []]);
  });

  it("computes nothing of a value that a preview does not know", async () => {
    let computed = 0;
    const { result } = await record(
      async () => {
        const of = <T>(value: T) => Promise.resolve(value);
        const unknown = new Output([], of(""), of(false), of(false));
        const value = combine([unknown, "known"], () => ++computed);
        const next = combine([value], () => ++computed);
        return [await resolveIfKnown(value), await resolveIfKnown(next)];
      },
      { preview: true },
    );
    assert.deepEqual([result, computed], [[undefined, undefined], 0]);
  });

  it("is an output for everything else in Pulumi", async () => {
    const pair = combine(["a", Promise.resolve("b")], (first, second) => ({ first, second }));
    assert.ok(pulumi.Output.isInstance(pair));
    assert.equal(await resolved(pair.second), "b");
    assert.equal(await resolved(pair.apply(({ first }) => pulumi.output(`${first}!`))), "a!");
    assert.deepEqual(await resolved(pulumi.all([pair, pulumi.interpolate`<${pair.first}>`])), [
      { first: "a", second: "b" },
      "<a>",
    ]);
    assert.equal(await pulumi.isSecret(pulumi.secret(pair)), true);
  });

  it("fails with the error of the computation", async () => {
    const failed = combine(["a"], () => {
      throw new Error("no such value");
    });
    await assert.rejects(resolveIfKnown(failed), /^Error: no such value$/);
    await assert.rejects(resolveIfKnown(combine([failed], () => "b")), /^Error: no such value$/);
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
