import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { payloadOf } from "../../../../../components/steps/payload.ts";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";

const script = "stack/scripts/engineAccess.sh";
const engine = (access: string) => `
case "$*" in
  version) ;;
  "system dial-stdio") ${access} ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

describe("engineAccess.sh", () => {
  it("takes the lock, connects its streams to the engine, and ends with its input", async () => {
    const access = 'flock -n "$HOST/locks/stack-shop.lock" true || echo locked; exec cat';
    using host = new FakeHost({ docker: engine(access), sleep: "/bin/sleep 1" });
    host.write("docker/swarm-deployed/shop", "what ran before");
    const records = [["question", "who is there"]] as const;
    const { code, stdout, stderr } = await host.run(script, ["shop", "5"], records);
    assert.deepEqual([code, stdout, stderr], [0, `${handedBack("ready")}locked\n${payloadOf(records)}`, ""]);
    assert.equal(existsSync(host.path("docker/swarm-deployed/shop")), false);
    const free = spawn("flock", ["-n", host.path("locks/stack-shop.lock"), "true"]);
    assert.deepEqual(await once(free, "close"), [0, null]);
  });

  it("ends a connection on which nothing happens", async () => {
    using host = new FakeHost({ docker: engine("exec /bin/sleep 60") });
    const begin = Date.now();
    const { code, stdout } = await host.run(script, ["shop", "5"]);
    assert.deepEqual([code, stdout], [0, handedBack("ready")]);
    assert.ok(Date.now() - begin < 20_000);
  });

  it("waits for the lock, and says so if it stays taken", async () => {
    using host = new FakeHost({ docker: engine("exec cat") });
    const holder = spawn("flock", [
      host.path("locks/stack-shop.lock"),
      "/bin/sh",
      "-c",
      "echo held; exec sleep 60",
    ]);
    try {
      await once(holder.stdout, "data");
      const { code, stderr, calls } = await host.run(script, ["shop", "1"]);
      assert.deepEqual([code, calls], [1, []]);
      assert.match(stderr, /^this-host: another run of stack-shop is still busy\n/);
    } finally {
      holder.kill();
    }
  });
});
