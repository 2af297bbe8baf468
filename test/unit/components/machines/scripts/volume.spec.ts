import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { FakeDocker } from "../../../../support/fakeDocker.ts";
import { scriptFile } from "../../../../support/scripts.ts";

const script = readFileSync(scriptFile("machines/scripts/volume.sh"), "utf8");

describe("volume.sh", () => {
  const cases = {
    make: "docker volume create --label swarm.stack=dev swarm-dev-manager-0",
    remove: "docker volume rm --force swarm-dev-manager-0",
  };
  for (const [verb, call] of Object.entries(cases)) {
    it(`can ${verb} a volume`, async () => {
      using docker = new FakeDocker("echo swarm-dev-manager-0");
      const outcome = await docker.run(script, verb, "dev", "swarm-dev-manager-0");
      assert.deepEqual(outcome, { code: 0, stdout: "", stderr: "", calls: [call] });
    });
  }

  it("fails with docker's words", async () => {
    using docker = new FakeDocker('echo "volume is in use" >&2; exit 1');
    const { code, stderr } = await docker.run(script, "remove", "dev", "swarm-dev-manager-0");
    assert.deepEqual([code, stderr], [1, "volume is in use\n"]);
  });
});
