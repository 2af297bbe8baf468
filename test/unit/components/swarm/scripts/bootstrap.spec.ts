import assert from "node:assert/strict";
import {
  after,
  autolock,
  before,
  besideManager,
  bootstrap,
  curl,
  failure,
  ingress,
  init,
  manager,
  options,
  run,
  swarm,
} from "../../../../support/bootstrapHost.ts";
import { cluster, handedBack } from "../../../../support/fakeHost.ts";

describe("bootstrap.sh", () => {
  it("creates a swarm on a machine that is in none, and prints node and swarm", async () => {
    using host = manager("inactive");
    assert.deepEqual(await bootstrap(host), {
      code: 0,
      stdout: handedBack("node-1 id-of-the-swarm"),
      stderr: "",
      calls: [...before, init, swarm, ...after],
    });
    assert.deepEqual(JSON.parse(host.read("asked")), {
      ListenAddr: "0.0.0.0:2377",
      AdvertiseAddr: "10.0.0.10",
      DefaultAddrPool: ["10.128.0.0/16"],
      SubnetSize: 24,
      Spec: { Labels: { "swarm.cluster": cluster, "swarm.stack": "shop/prod" } },
    });
  });

  it("prints the engine's error if it cannot create one", async () => {
    using host = manager("inactive");
    host.replace("curl", `echo '{"message":"listen tcp 0.0.0.0:2377: bind: address already in use"}'`);
    const { code, stderr } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the engine cannot make a swarm: listen tcp 0.0.0.0:2377: bind: address already in use",
        "another program has port 2377 on this machine: ss -lntup 'sport = :2377' names it; stop it",
      ),
    );
  });

  it("creates one if no other manager answers", async () => {
    using host = manager("inactive");
    const { code, calls } = await besideManager(host, "127.0.0.3", "127.0.0.4");
    assert.equal(code, 0);
    assert.deepEqual(calls, [...before, init, swarm, ...after]);
  });

  it("continues beside a manager that does not come back, with a warning", async () => {
    using host = manager("active", "id-of-the-old-swarm").write("managers", "Leader\nUnreachable\n");
    const { code, stdout, stderr } = await bootstrap(host);
    assert.deepEqual(
      [code, stdout, stderr],
      [0, handedBack("node-1 id-of-the-old-swarm"), "not all managers are reachable\n"],
    );
  });

  it("refuses to create a second one while another manager answers", async () => {
    using host = manager("inactive");
    assert.deepEqual(await besideManager(host, "127.0.0.3", "127.0.0.1"), {
      code: 1,
      stdout: "",
      stderr: failure(
        "this machine is in no swarm, but the manager at 127.0.0.1 is in one",
        "set swarm:seed to the manager at 127.0.0.1: a second swarm would split the cluster",
      ),
      calls: before,
    });
  });

  it("keeps the cluster's swarm that the machine is in, even if another manager answers", async () => {
    using host = manager("active", "id-of-the-old-swarm");
    assert.deepEqual(await besideManager(host, "127.0.0.1"), {
      code: 0,
      stdout: handedBack("node-1 id-of-the-old-swarm"),
      stderr: "",
      calls: [...before, swarm, ...after],
    });
  });

  it("recreates the ingress network to encrypt it", async () => {
    using host = manager("inactive");
    const { code, calls } = await run(host, {}, [], "encrypted");
    const made = "docker network create --driver overlay --ingress --opt encrypted ingress";
    assert.deepEqual(
      [code, calls.slice(before.length + 6, -3)],
      [0, [ingress, options, "docker service ls --quiet", "docker network rm ingress", ingress, made]],
    );
    assert.equal(host.read("answer"), "y\n");
  });

  it("refuses to change an ingress network that services use", async () => {
    using host = manager("active", "id-of-the-old-swarm").write("services", "one\n");
    const { code, stderr, calls } = await run(host, {}, [], "encrypted");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "this swarm's networks are plain, not encrypted, and services use them",
        "set swarm:encrypt back, or recreate the swarm: npm run destroy, then npm run up",
      ),
    );
    assert.deepEqual(calls.slice(before.length + 4), [
      ingress,
      ingress,
      options,
      "docker service ls --quiet",
      options,
    ]);
  });

  it("runs once at a time", async () => {
    using host = manager("inactive");
    host.replace("curl", `/bin/sleep 0.3; ${curl}`);
    const [one, other] = await Promise.all([bootstrap(host), bootstrap(host)]);
    assert.deepEqual([one.stdout, other.stdout], Array(2).fill(handedBack("node-1 id-of-the-swarm")));
    const calls = [...one.calls, ...other.calls];
    assert.equal(calls.filter((call) => call === init).length, 1);
  });

  it("records the cluster of the swarm", async () => {
    using host = manager("inactive");
    await bootstrap(host);
    assert.equal(host.read("docker/swarm-cluster"), `${cluster} id-of-the-swarm\n`);
  });

  for (const [port, hex] of [
    [2377, "0949"],
    [7946, "1F0A"],
  ] as const)
    it(`creates no swarm while a process uses port ${port}`, async () => {
      using host = manager("inactive").write(
        "tcp",
        `   0: 00000000:${hex} 00000000:0000 0A 00000000:00000000\n`,
      );
      const { code, stderr, calls } = await bootstrap(host);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        failure(
          `port ${port} of this machine is in use, though it is in no swarm`,
          "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again",
        ),
      );
      assert.deepEqual(calls, before);
    });

  it("turns autolock off, so that a manager comes back after a restart", async () => {
    using host = manager("active", "id-of-the-swarm").write("autolock", "true\n");
    const { code, calls } = await bootstrap(host);
    assert.equal(code, 0);
    assert.equal(calls[calls.indexOf(autolock) + 1], "docker swarm update --autolock=false");
  });
});
