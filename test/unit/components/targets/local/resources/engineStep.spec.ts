import assert from "node:assert/strict";
import {
  type EngineStepArgs,
  engineStep,
} from "../../../../../../components/targets/local/resources/engineStep.ts";
import { engineVolume } from "../../../../../../components/targets/local/resources/engineVolume.ts";
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

  it("runs again if the object is known to be gone", async () => {
    assert.deepEqual((await registered({ missing: true })).ignoreChanges, []);
  });
});

describe("engineVolume", () => {
  const program = (inUse: boolean) => record(() => engineVolume("swarm-test-data", owner, {}, inUse));

  it("creates a step named after the volume", async () => {
    const { recording } = await program(true);
    const { inputs, ignoreChanges } = recording.find("Command swarm-test-data-volume");
    assert.match(
      String(inputs.create),
      new RegExp(`^${script} make ${cluster} volume swarm-test-data test # [0-9a-f]{12}$`),
    );
    assert.equal(inputs.delete, `${script} remove ${cluster} volume swarm-test-data`);
    assert.deepEqual(ignoreChanges, ["environment"]);
  });

  it("recreates a missing volume, and does not check one in use", async () => {
    for (const [answer, inUse, ignored, calls] of [
      ["exit 1", false, [], ["docker volume inspect swarm-test-data"]],
      ["exit 0", false, ["environment"], ["docker volume inspect swarm-test-data"]],
      ["exit 1", true, ["environment"], []],
    ] as const) {
      using docker = new FakeDocker(answer);
      const { ignoreChanges } = (await program(inUse)).recording.find("Command swarm-test-data-volume");
      assert.deepEqual(ignoreChanges, ignored);
      assert.deepEqual(docker.calls, calls);
    }
  });
});
