import assert from "node:assert/strict";
import { FakeHost } from "../../../../support/fakeHost.ts";

describe("token.sh", () => {
  it("prints the worker's token, then the manager's", async () => {
    using host = new FakeHost({ docker: '[ "$1" = version ] || echo "SWMTKN-$4"' });
    assert.deepEqual(await host.run("swarm/scripts/token.sh", ["id-of-the-swarm"]), {
      code: 0,
      stdout: "SWMTKN-worker\nSWMTKN-manager\n",
      stderr: "",
      calls: [
        "docker version",
        "docker swarm join-token --quiet worker",
        "docker swarm join-token --quiet manager",
      ],
    });
  });

  it("fails with the engine's words", async () => {
    using host = new FakeHost({ docker: '[ "$1" = version ] || { echo "no leader" >&2; exit 1; }' });
    const { code, stdout, stderr } = await host.run("swarm/scripts/token.sh", ["id-of-the-swarm"]);
    assert.deepEqual([code, stdout, stderr], [1, "", "no leader\n"]);
  });
});
