import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { FakeDocker } from "../../../../support/fakeDocker.ts";
import { scriptFile } from "../../../../support/scripts.ts";

const script = readFileSync(scriptFile("machines/scripts/volume.sh"), "utf8");

describe("volume.sh", () => {
  it("can make a volume, and tells when it was made", async () => {
    using docker = new FakeDocker("case $2 in create) echo $5 ;; inspect) echo 2026-11-23T01:02:03Z ;; esac");
    const outcome = await docker.run(script, "make", "dev", "swarm-dev-manager-0");
    assert.deepEqual(outcome, {
      code: 0,
      stdout: "2026-11-23T01:02:03Z\n",
      stderr: "",
      calls: [
        "docker volume create --label swarm.stack=dev swarm-dev-manager-0",
        "docker volume inspect swarm-dev-manager-0 --format {{.CreatedAt}}",
      ],
    });
  });

  it("can remove a volume", async () => {
    using docker = new FakeDocker("echo swarm-dev-manager-0");
    const outcome = await docker.run(script, "remove", "dev", "swarm-dev-manager-0");
    const calls = ["docker volume rm --force swarm-dev-manager-0"];
    assert.deepEqual(outcome, { code: 0, stdout: "", stderr: "", calls });
  });

  it("fails with docker's words", async () => {
    using docker = new FakeDocker('echo "volume is in use" >&2; exit 1');
    const { code, stderr } = await docker.run(script, "remove", "dev", "swarm-dev-manager-0");
    assert.deepEqual([code, stderr], [1, "volume is in use\n"]);
  });
});
