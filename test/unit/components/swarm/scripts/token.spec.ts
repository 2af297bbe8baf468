import assert from "node:assert/strict";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";

describe("token.sh", () => {
  it("prints the worker token, then the manager token", async () => {
    using host = new FakeHost({ docker: 'echo "SWMTKN-$4"' });
    assert.deepEqual(await host.run("swarm/scripts/token.sh", ["id-of-the-swarm"]), {
      code: 0,
      stdout: handedBack("SWMTKN-worker\nSWMTKN-manager"),
      stderr: "",
      calls: ["docker swarm join-token --quiet worker", "docker swarm join-token --quiet manager"],
    });
  });

  it("fails with the engine's message", async () => {
    using host = new FakeHost({ docker: 'echo "no leader" >&2; exit 1' });
    const { code, stdout, stderr } = await host.run("swarm/scripts/token.sh", ["id-of-the-swarm"]);
    assert.deepEqual([code, stdout, stderr], [1, "", "no leader\n"]);
  });
});
