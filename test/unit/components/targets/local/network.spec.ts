import assert from "node:assert/strict";
import { ContainerNetwork } from "../../../../../components/targets/local/network.ts";
import { FakeDocker } from "../../../../support/fakeDocker.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { owner } from "../../../../support/machines.ts";
import { record } from "../../../../support/recordedProgram.ts";

describe("ContainerNetwork", () => {
  const program = () => record(() => new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" }));

  it("creates a network of the stack that assigns the upper half of its range", async () => {
    const { recording, result } = await program();
    const { type, parent, inputs } = recording.find("Command network");
    assert.deepEqual([type, parent], ["command:local:Command", "ContainerNetwork network"]);
    const script = "sh components/targets/local/resources/scripts/engineOwner.sh";
    assert.ok(
      String(inputs.create).startsWith(
        `${script} make ${cluster} network swarm-test test 172.31.0.0/24 172.31.0.1 172.31.0.128/25 #`,
      ),
    );
    assert.equal(inputs.delete, `${script} remove ${cluster} network swarm-test`);
    assert.equal(result.name, "swarm-test");
  });

  it("recreates the network only if it is gone", async () => {
    for (const [answer, ignored] of [
      ['[ "$*" = "network inspect swarm-test" ]', ["environment"]],
      ["exit 1", []],
    ] as const) {
      using docker = new FakeDocker(answer);
      const { ignoreChanges, inputs } = (await program()).recording.find("Command network");
      assert.deepEqual(ignoreChanges, ignored);
      assert.match(String((inputs.environment as { MISSED: string }).MISSED), /^\d{4}-\d\d-\d\dT/);
      assert.deepEqual(docker.calls, ["docker network inspect swarm-test"]);
    }
  });
});
