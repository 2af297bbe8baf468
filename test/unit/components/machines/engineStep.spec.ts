import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { type EngineStepArgs, engineStep } from "../../../../components/machines/engineStep.ts";
import { engineVolume } from "../../../../components/machines/engineVolume.ts";
import { Folder } from "../../../support/folder.ts";
import { record } from "../../../support/recordedProgram.ts";

describe("engineStep", () => {
  const folder = new Folder().write({ "thing.sh": "#!/bin/sh\n# a thing\nset -eu\n" });
  after(() => folder[Symbol.dispose]());

  async function registered(args: Partial<EngineStepArgs>) {
    const script = pathToFileURL(folder.at("thing.sh"));
    const { recording } = await record(() =>
      engineStep("step", { script, words: ["a", "b c"], ...args }, {}),
    );
    return recording.find("Command step");
  }

  it("makes and removes with the same words, quietly", async () => {
    const { type, inputs, ignoreChanges } = await registered({});
    const { environment, ...others } = inputs;
    assert.equal(type, "command:local:Command");
    assert.deepEqual(others, {
      create: "sh -s make a 'b c'",
      delete: "sh -s remove a 'b c'",
      stdin: "set -eu\n",
      logging: "none",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(Object.keys(environment as object), ["MISSED"]);
    assert.deepEqual(ignoreChanges, ["environment"]);
  });

  it("removes with words of its own where it has some", async () => {
    assert.equal((await registered({ undoWords: ["a"] })).inputs.delete, "sh -s remove a");
  });

  it("runs again where the thing is known to be gone", async () => {
    assert.deepEqual((await registered({ missing: true })).ignoreChanges, []);
  });
});

describe("engineVolume", () => {
  it("is a step called after the volume", async () => {
    const { recording } = await record(() => engineVolume("swarm-test-data", "test", {}));
    const { inputs, ignoreChanges } = recording.find("Command swarm-test-data-volume");
    assert.equal(inputs.create, "sh -s make test swarm-test-data");
    assert.equal(inputs.delete, "sh -s remove test swarm-test-data");
    assert.deepEqual(ignoreChanges, ["environment"]);
  });
});
