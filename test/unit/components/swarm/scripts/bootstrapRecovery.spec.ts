import assert from "node:assert/strict";
import { bootstrap, leaderless, manager } from "../../../../support/bootstrapHost.ts";
import { cluster, handedBack } from "../../../../support/fakeHost.ts";
import { failure } from "../../../../support/swarmHost/swarmHost.ts";

const recovered = "swarm init --force-new-cluster --advertise-addr 10.0.0.10";
const stdout = handedBack("manager-0 id-of-the-swarm");

describe("bootstrap.sh on a manager that cannot continue", () => {
  it("reports a locked swarm", async () => {
    using host = manager({ engine: { state: "locked" } });
    host.inSwarm("id-of-the-swarm", cluster);
    assert.deepEqual(await bootstrap(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "the swarm on this manager is locked",
        "unlock it there: docker swarm unlock, then run npm run up again",
      ),
      changes: [],
    });
  });

  it("reports a swarm without a leader", async () => {
    using host = leaderless();
    assert.deepEqual(await bootstrap(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        "the swarm on this manager has no leader",
        "start the other managers, then run pulumi up again",
      ),
      changes: [],
    });
  });

  it("waits until the swarm has a leader again", async () => {
    using host = leaderless();
    const back = () => {
      host.engine.hasLeader = true;
      for (const node of host.swarm.nodes) node.reachability = "reachable";
    };
    host.before("info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}", back, { after: 2 });
    assert.deepEqual(await bootstrap(host, { purpose: "recover" }), {
      code: 0,
      stdout,
      stderr: "",
      changes: [],
    });
  });

  it("rebuilds the swarm without the other managers if swarm:recover names this one", async () => {
    using host = leaderless();
    assert.deepEqual(await bootstrap(host, { purpose: "recover" }), {
      code: 0,
      stdout,
      stderr: "this-host: no leader for a minute; the swarm is rebuilt from this manager\n",
      changes: [
        recovered,
        ...["node demote lost-1", "node rm --force lost-1"],
        ...["node demote lost-2", "node rm --force lost-2"],
      ],
    });
    assert.deepEqual(
      host.swarm.nodes.map(({ id }) => id),
      ["manager-0"],
    );
  });

  it("rebuilds nothing if there is a leader, even if swarm:recover names this manager", async () => {
    using host = manager();
    assert.deepEqual(await bootstrap(host, { purpose: "recover" }), {
      code: 0,
      stdout,
      stderr: "",
      changes: [],
    });
  });

  describe("at another address", () => {
    const moved = (others: readonly string[] = []) =>
      manager({
        engine: { address: "10.0.0.9" },
        nodes: Object.fromEntries(others.map((id) => [id, { role: "manager" }])),
      });
    const refused = {
      code: 1,
      stdout: "",
      stderr: failure(
        "this manager has the address 10.0.0.9 in the swarm, but 10.0.0.10 in the settings",
        "set it back to 10.0.0.9. If that address is lost: with other managers, let one of them be swarm:seed, take this one out of the settings, run npm run up, and add it again; a manager alone is rebuilt at its new address, with its services and secrets, where swarm:recover names it",
      ),
      changes: [],
    };

    it("changes nothing, and gives a hint", async () => {
      using host = moved();
      assert.deepEqual(await bootstrap(host), refused);
    });

    it("changes nothing beside other managers, even if swarm:recover names this one", async () => {
      using host = moved(["manager-1", "manager-2"]);
      assert.deepEqual(await bootstrap(host, { purpose: "recover" }), refused);
    });

    it("rebuilds the swarm of the only manager if swarm:recover names it", async () => {
      using host = moved();
      assert.deepEqual(await bootstrap(host, { purpose: "recover" }), {
        code: 0,
        stdout,
        stderr:
          "this-host: its address was 10.0.0.9 and is 10.0.0.10; the swarm is rebuilt from this manager\n",
        changes: [recovered],
      });
      assert.equal(host.engine.address, "10.0.0.10");
    });
  });
});
