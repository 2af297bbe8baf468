import assert from "node:assert/strict";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";
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

  it("rotates the worker token once for each generation of machines that join by themselves", async () => {
    using host = new FakeHost({ docker: 'echo "SWMTKN-$4"' });
    const rotations = async (...generation: string[]) => {
      const { calls } = await host.run("swarm/scripts/token.sh", ["id-of-the-swarm", ...generation]);
      return calls.filter((call) => call.includes("--rotate"));
    };
    const rotation = "docker swarm join-token --rotate --quiet worker";
    assert.deepEqual(await rotations("pools@29.8.2"), [rotation]);
    assert.deepEqual(await rotations("pools@29.8.2"), []);
    assert.deepEqual(await rotations("pools@29.9.0"), [rotation]);
    assert.deepEqual(await rotations(), []);
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
