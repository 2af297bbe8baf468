import assert from "node:assert/strict";
import { ContainerNetwork } from "../../../../../components/targets/local/network.ts";
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
});
