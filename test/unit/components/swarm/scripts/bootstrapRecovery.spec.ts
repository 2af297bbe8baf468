import assert from "node:assert/strict";
import {
  address,
  after,
  before,
  bootstrap,
  failure,
  leaderless,
  manager,
  run,
  swarm,
} from "../../../../support/bootstrapHost.ts";
import { askOwner, cluster, handedBack } from "../../../../support/fakeHost.ts";

describe("bootstrap.sh on a manager that cannot continue", () => {
  it("reports a locked swarm", async () => {
    using host = manager("locked").inSwarm("id-of-the-swarm", cluster);
    const { code, stderr, calls } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the swarm on this manager is locked",
        "unlock it there: docker swarm unlock, then run npm run up again",
      ),
    );
    assert.deepEqual(calls, before);
  });

  it("reports a swarm without a leader", async () => {
    using host = leaderless();
    const { code, stdout, stderr, calls } = await bootstrap(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      failure(
        "the swarm on this manager has no leader",
        "start the other managers, then run pulumi up again",
      ),
    );
    assert.deepEqual(calls, [...before, ...Array(4).fill(swarm)]);
  });

  it("rebuilds the swarm without the other managers if swarm:recover names this one", async () => {
    using host = leaderless().write("label", `${cluster}\n`);
    const { code, stdout, stderr, calls } = await run(host, {}, [], "plain", "recover");
    assert.deepEqual([code, stdout], [0, handedBack("node-1 id-of-the-swarm")]);
    assert.equal(stderr, "this-host: no leader for a minute; the swarm is rebuilt from this manager\n");
    assert.deepEqual(calls, [
      ...[...before, ...Array(4).fill(swarm)],
      "docker swarm init --force-new-cluster --advertise-addr 10.0.0.10",
      swarm,
      "docker node ls --filter role=manager --format {{.ID}} {{.Self}}",
      ...["docker node demote node-0", "docker node rm --force node-0"],
      ...["docker node demote node-2", "docker node rm --force node-2"],
      ...after,
    ]);
  });

  it("rebuilds nothing if there is a leader, even if swarm:recover names this manager", async () => {
    using host = manager("active", "id-of-the-swarm");
    const { code, calls } = await run(host, {}, [], "plain", "recover");
    assert.equal(code, 0);
    assert.deepEqual(calls, [...before, swarm, ...after]);
  });

  describe("at another address", () => {
    const moved = (ids: string) =>
      manager("active", "id-of-the-swarm").write("address", "10.0.0.9\n").write("manager-ids", ids);
    const refused = failure(
      "this manager has the address 10.0.0.9 in the swarm, but 10.0.0.10 in the settings",
      "set it back to 10.0.0.9. If that is gone for good: with other managers, let one of them be swarm:seed, take this one out of the settings, run npm run up, and add it again; a manager alone is rebuilt at its new address, with its services and secrets, where swarm:recover names it",
    );
    const count = "docker node ls --filter role=manager --quiet";

    it("changes nothing, and gives a hint", async () => {
      using host = moved("node-1\n");
      const { code, stderr, calls } = await bootstrap(host);
      assert.deepEqual([code, stderr], [1, refused]);
      assert.deepEqual(calls, [...before, swarm, askOwner, address]);
    });

    it("changes nothing beside other managers, even if swarm:recover names this one", async () => {
      using host = moved("node-1\nnode-2\nnode-3\n");
      const { code, stderr, calls } = await run(host, {}, [], "plain", "recover");
      assert.deepEqual([code, stderr], [1, refused]);
      assert.deepEqual(calls, [...before, swarm, askOwner, address, count]);
    });

    it("rebuilds the swarm of the only manager if swarm:recover names it", async () => {
      using host = moved("node-1\n");
      const { code, stderr, calls } = await run(host, {}, [], "plain", "recover");
      assert.deepEqual(
        [code, stderr],
        [0, "this-host: its address was 10.0.0.9 and is 10.0.0.10; the swarm is rebuilt from this manager\n"],
      );
      assert.deepEqual(calls.slice(before.length + 3, before.length + 5), [
        count,
        "docker swarm init --force-new-cluster --advertise-addr 10.0.0.10",
      ]);
    });
  });
});
