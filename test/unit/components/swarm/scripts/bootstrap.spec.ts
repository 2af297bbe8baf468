import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { besideManager, bootstrap, machine, manager } from "../../../../support/bootstrapHost.ts";
import { cluster, handedBack } from "../../../../support/fakeHost.ts";
import { failure } from "../../../../support/swarmHost/swarmHost.ts";

const init = "POST /swarm/init";
const done = (...changes: readonly string[]) => ({
  code: 0,
  stdout: handedBack("manager-0 id-of-the-swarm"),
  stderr: "",
  changes,
});
const failed = (problem: string, hint: string) => ({
  code: 1,
  stdout: "",
  stderr: failure(problem, hint),
  changes: [],
});

describe("bootstrap.sh", () => {
  it("creates a swarm on a machine that is in none, prints node and swarm, and records the cluster", async () => {
    using host = machine();
    assert.deepEqual(await bootstrap(host), done(init));
    assert.deepEqual(host.sent, [
      {
        ListenAddr: "0.0.0.0:2377",
        AdvertiseAddr: "10.0.0.10",
        DefaultAddrPool: ["10.128.0.0/16"],
        SubnetSize: 24,
        Spec: { Labels: { "swarm.cluster": cluster, "swarm.stack": "shop/prod" } },
      },
    ]);
    assert.equal(host.read("docker/swarm-cluster"), `${cluster} id-of-the-swarm\n`);
    assert.deepEqual(await bootstrap(host), done());
  });

  it("prints the engine's error if it cannot create one", async () => {
    using host = machine().refuse(init, "listen tcp 0.0.0.0:2377: bind: address already in use");
    assert.deepEqual(
      await bootstrap(host),
      failed(
        "the engine cannot make a swarm: listen tcp 0.0.0.0:2377: bind: address already in use",
        "another program has port 2377 on this machine: ss -lntup 'sport = :2377' names it; stop it",
      ),
    );
  });

  it("creates one if no other manager answers", async () => {
    using host = machine();
    assert.deepEqual(await besideManager(host, "127.0.0.3", "127.0.0.4"), done(init));
  });

  it("refuses to create a second one while another manager answers", async () => {
    using host = machine();
    assert.deepEqual(
      await besideManager(host, "127.0.0.3", "127.0.0.1"),
      failed(
        "this machine is in no swarm, but the manager at 127.0.0.1 is in one",
        "set swarm:seed to the manager at 127.0.0.1: a second swarm would split the cluster",
      ),
    );
  });

  it("keeps the cluster's swarm that the machine is in, even if another manager answers", async () => {
    using host = manager();
    assert.deepEqual(await besideManager(host, "127.0.0.1"), done());
  });

  const lost = { role: "manager", reachability: "unreachable" } as const;

  it("continues beside a manager that does not come back, with a warning", async () => {
    using host = manager({ nodes: { "manager-1": lost } });
    assert.deepEqual(await bootstrap(host), { ...done(), stderr: "not all managers are reachable\n" });
  });

  it("waits for a manager that comes back", async () => {
    using host = manager({ nodes: { "manager-1": lost } });
    const back = () => {
      host.swarm.node("manager-1").reachability = "reachable";
    };
    host.before("node ls --filter role=manager", back, { after: 2 });
    assert.deepEqual(await bootstrap(host), done());
  });

  const remake = ["network rm ingress", "network create --driver overlay --ingress --opt encrypted ingress"];

  it("recreates the ingress network to encrypt it, once it is gone", async () => {
    using host = machine();
    let isSeenGone = false;
    host
      .before("network rm", () => {
        host.before("network inspect", () => {
          isSeenGone = host.ingress === undefined;
        });
      })
      .before("network create", () => assert.ok(isSeenGone));
    assert.deepEqual(await bootstrap(host, { encryption: "encrypted" }), done(init, ...remake));
    assert.deepEqual(host.ingress, { encrypted: "" });
    assert.deepEqual(await bootstrap(host, { encryption: "encrypted" }), done());
  });

  it("refuses to change an ingress network that services use", async () => {
    using host = manager({ services: { shop_web: { on: ["manager-0"] } } });
    assert.deepEqual(
      await bootstrap(host, { encryption: "encrypted" }),
      failed(
        "this swarm's networks are plain, not encrypted, and services use them",
        "set swarm:encrypt back, or recreate the swarm: npm run destroy, then npm run up",
      ),
    );
  });

  it("runs once at a time", async () => {
    using host = machine().before(init, () => sleep(300));
    const both = await Promise.all([bootstrap(host), bootstrap(host)]);
    assert.deepEqual(
      both.map(({ stdout }) => stdout),
      Array(2).fill(done().stdout),
    );
    assert.deepEqual(
      both.flatMap(({ changes }) => changes),
      [init],
    );
  });

  for (const [port, hex] of [
    [2377, "0949"],
    [7946, "1F0A"],
  ] as const)
    it(`creates no swarm while a process uses port ${port}`, async () => {
      using host = machine();
      host.write("tcp", `   0: 00000000:${hex} 00000000:0000 0A 00000000:00000000\n`);
      assert.deepEqual(
        await bootstrap(host),
        failed(
          `port ${port} of this machine is in use, though it is in no swarm`,
          "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again",
        ),
      );
    });

  it("turns autolock off, so that a manager comes back after a restart", async () => {
    using host = manager({ cluster: { hasAutolock: true } });
    assert.deepEqual(await bootstrap(host), done("swarm update --autolock=false"));
    assert.equal(host.cluster.hasAutolock, false);
  });
});
