import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { handedBack } from "../../../../support/fakeHost.ts";
import { run } from "../../../../support/run.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const script = "stack/scripts/engineAccess.sh";
const request = "GET /swarm HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";

/** Whether somebody holds the lock of the stack. */
const isLocked = async (host: SwarmHost) =>
  (await run("flock", ["-n", host.path("locks/stack-shop.lock"), "true"])).code === 1;

describe("engineAccess.sh", () => {
  it("takes the lock, connects its streams to the engine, and ends with its input", async () => {
    using host = new SwarmHost();
    host.replace("sleep", "/bin/sleep 0.3");
    host.write("docker/swarm-deployed/shop", "what ran before");
    let wasLocked = false;
    host.before("system dial-stdio", async () => {
      wasLocked = await isLocked(host);
    });
    const { code, stdout, stderr, changes } = await host.runInput(script, ["shop", "5"], request);
    assert.deepEqual([code, stderr, changes, wasLocked], [0, "", [], true]);
    const [output = "", answer = ""] = stdout.split("HTTP/1.1 200 OK\r\n");
    assert.equal(output, handedBack("ready"));
    assert.match(answer, /\r\n\r\n\{"ID":"id-of-the-swarm",/);
    assert.equal(existsSync(host.path("docker/swarm-deployed/shop")), false);
    assert.equal(await isLocked(host), false);
  });

  it("ends a connection on which nothing happens", async () => {
    using host = new SwarmHost();
    host.replace("sleep", "/bin/sleep 0.2");
    host.before("system dial-stdio", () => new Promise(() => undefined));
    const begin = Date.now();
    const { code, stdout } = await host.step(script, ["shop", "5"]);
    assert.deepEqual([code, stdout], [0, handedBack("ready")]);
    assert.ok(Date.now() - begin < 20_000);
  });

  it("waits for the lock, and says so if it stays taken", async () => {
    using host = new SwarmHost();
    host.refuse("system dial-stdio", "another run has the lock");
    const holder = spawn("flock", [
      host.path("locks/stack-shop.lock"),
      "/bin/sh",
      "-c",
      "echo held; exec sleep 60",
    ]);
    try {
      await once(holder.stdout, "data");
      const { code, stdout, stderr } = await host.step(script, ["shop", "1"]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /^this-host: another run of stack-shop is still busy\n/);
    } finally {
      holder.kill();
    }
  });
});
