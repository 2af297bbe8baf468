import assert from "node:assert/strict";
import { EngineObjects } from "../../../../../../components/targets/local/resources/engineObjects.ts";
import {
  type EngineStepArgs,
  engineStep,
} from "../../../../../../components/targets/local/resources/engineStep.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { owner } from "../../../../../support/machines.ts";
import { record } from "../../../../../support/recordedProgram.ts";

const script = "sh components/targets/local/resources/scripts/engineOwner.sh";

describe("engineStep", () => {
  async function registered(args: Partial<EngineStepArgs> = {}) {
    const { recording } = await record(() =>
      engineStep("step", { kind: "network", name: "swarm-test", owner, ...args }, {}),
    );
    return recording.find("Command step");
  }

  it("checks the owner, then creates and removes the object, without output", async () => {
    const { type, inputs, ignoreChanges } = await registered({ args: ["a", "b c"] });
    const { environment, create, interpreter: _limits, ...others } = inputs;
    assert.equal(type, "command:local:Command");
    assert.match(
      String(create),
      new RegExp(`^${script} make ${cluster} network swarm-test test a 'b c' # [0-9a-f]{12}$`),
    );
    assert.deepEqual(others, {
      delete: `${script} remove ${cluster} network swarm-test`,
      logging: "none",
      addPreviousOutputInEnv: false,
    });
    assert.deepEqual(Object.keys(environment as object), ["MISSED"]);
    assert.deepEqual(ignoreChanges, ["environment"]);
  });

  it("runs again only if the object is known to be gone", async () => {
    for (const [networks, ignored] of [
      ["swarm-test\\ttest\\t\\t\\n", ["environment"]],
      ["", []],
    ] as const) {
      using _docker = new FakeDocker(`printf '${networks}'`);
      const objects = await EngineObjects.read("test", 1);
      const { ignoreChanges, inputs } = await registered({ owner: { ...owner, objects } });
      assert.deepEqual(ignoreChanges, ignored);
      assert.match(String((inputs.environment as { MISSED: string }).MISSED), /^\d{4}-\d\d-\d\dT/);
    }
  });
});
