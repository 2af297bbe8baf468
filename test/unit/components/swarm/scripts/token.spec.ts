import assert from "node:assert/strict";
import { handedBack } from "../../../../support/fakeHost.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const token = (host: SwarmHost) => host.step("swarm/scripts/token.sh", ["id-of-the-swarm"]);

describe("token.sh", () => {
  it("prints the worker token, then the manager token, and records a digest", async () => {
    using host = new SwarmHost();
    assert.deepEqual(await token(host), {
      code: 0,
      stdout: handedBack("SWMTKN-worker\nSWMTKN-manager"),
      stderr: "",
      changes: [],
    });
    assert.match(host.read("docker/swarm-tokens"), /^[0-9a-f]{12}\n$/);
  });

  it("fails with the engine's message", async () => {
    using host = new SwarmHost({ engine: { hasLeader: false } });
    const { code, stdout, stderr } = await token(host);
    assert.deepEqual(
      [code, stdout, stderr],
      [1, "", "Error response from daemon: The swarm does not have a leader\n"],
    );
    assert.throws(() => host.read("docker/swarm-tokens"), { code: "ENOENT" });
  });
});
