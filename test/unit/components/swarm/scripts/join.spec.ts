import assert from "node:assert/strict";
import { cluster, handedBack } from "../../../../support/fakeHost.ts";
import { callsOf, join, machine, swarm, token } from "../../../../support/joiningHost.ts";
import { failure, type SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const joins = "POST /swarm/join";
const leave = "swarm leave --force";
const record = (host: SwarmHost) => host.read("docker/swarm-cluster");
/** The result of a machine that ends as a node of the swarm. */
const joined = (...changes: readonly string[]) => ({
  code: 0,
  stdout: handedBack("node-7"),
  stderr: "",
  changes,
});

describe("join.sh", () => {
  it("joins through the machine's engine, prints the node id, and records the cluster", async () => {
    using host = machine("inactive");
    assert.deepEqual(await join(host), joined(joins));
    assert.equal(record(host), `${cluster} ${swarm}\n`);
  });

  it("sends the managers, its own address and the token over the engine's socket", async () => {
    using host = machine("inactive");
    await join(host);
    assert.deepEqual(host.sent, [
      {
        ListenAddr: "0.0.0.0:2377",
        AdvertiseAddr: "10.0.0.21",
        RemoteAddrs: ["10.0.0.10:2377", "10.0.0.11:2377"],
        JoinToken: token,
        Availability: "drain",
      },
    ]);
  });

  it("leaves first if the node was removed, once for each rerun trigger", async () => {
    using host = machine("active");
    assert.deepEqual(await join(host, { rejoin: "t1" }), joined(leave, joins));
    assert.deepEqual(await join(host, { rejoin: "t1" }), joined());
    assert.deepEqual(await join(host, { rejoin: "t2" }), joined(leave, joins));
    // A machine that is new has nothing to leave.
    host.leave();
    assert.deepEqual(await join(host, { rejoin: "t3" }), joined(joins));
  });

  it("never leaves as a manager that the others know", async () => {
    using host = machine("active", { node: "manager-0", isManager: true });
    assert.deepEqual(await join(host, { rejoin: "t1" }), { ...joined(), stdout: handedBack("manager-0") });
  });

  it("lets the managers detect an address that may change", async () => {
    using host = machine("inactive");
    await join(host, { address: "-" });
    assert.equal((host.sent[0] as { AdvertiseAddr: string }).AdvertiseAddr, "");
  });

  it("shows the token in no process list", async () => {
    for (const state of ["inactive", "active"] as const) {
      using host = machine(state);
      const calls = await callsOf(host);
      assert.ok(calls.length >= 4);
      assert.deepEqual(
        calls.filter((call) => call.includes(token)),
        [],
      );
    }
  });

  it("does not join again if the machine is in the managers' swarm", async () => {
    using host = machine("active");
    assert.deepEqual(await join(host), joined());
  });

  it("changes nothing on a machine in a foreign swarm", async () => {
    for (const noted of [undefined, "0123456789abcdef0123"]) {
      using host = machine("active", { inside: "swarm-of-others" });
      if (noted) host.inSwarm("swarm-of-others", noted);
      else host.write("docker/swarm-cluster", `${cluster} ${swarm}\n`);
      assert.deepEqual(await join(host), {
        code: 1,
        stdout: "",
        stderr: failure(
          "this machine is in a swarm with the managers 10.0.0.11:2377 10.0.0.10:2377",
          "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed",
        ),
        changes: [],
      });
    }
  });

  describe("on a machine that was in this cluster before", () => {
    const other = "an-earlier-swarm-of-this-cluster";
    const leaves = (stale: string) => ({
      ...joined(leave, joins),
      stderr: `this-host has ${stale}: it leaves and joins again\n`,
    });

    it("leaves a swarm that no longer exists, and joins", async () => {
      using host = machine("active", { inside: other });
      assert.deepEqual(await join(host), leaves(`another swarm of this cluster than ${swarm}`));
      assert.equal(record(host), `${cluster} ${swarm}\n`);
    });

    it("leaves if it does not know the seed's address, and joins", async () => {
      using host = machine("active", { managers: ["10.0.0.11:2377", "110.0.0.10:2377"] });
      assert.deepEqual(await join(host), leaves("no manager at 10.0.0.10"));
      assert.deepEqual(await join(host), joined());
    });

    it("leaves if its own address differs from the settings, and joins", async () => {
      using host = machine("active", { address: "10.0.0.20" });
      assert.deepEqual(
        await join(host),
        leaves("the address 10.0.0.20 in the swarm, but 10.0.0.21 in the settings"),
      );
      assert.equal(host.engine.address, "10.0.0.21");
    });

    it("accepts any address of a machine whose address may change", async () => {
      using host = machine("active", { address: "10.0.0.20" });
      assert.deepEqual(await join(host, { address: "-" }), joined());
    });

    for (const [membership, stale] of [
      [{ inside: other }, `another swarm of this cluster than ${swarm}`],
      [{ address: "10.0.0.20" }, "the address 10.0.0.20 in the swarm, but 10.0.0.21 in the settings"],
    ] as const)
      it(`never leaves as a manager with ${stale}`, async () => {
        // Without a leader only its certificate says which swarm it is in.
        using host = machine("active", { isManager: true, hasLeader: false, ...membership });
        assert.deepEqual(await join(host), {
          code: 1,
          stdout: "",
          stderr: failure(
            `this manager has ${stale}`,
            "a manager keeps its swarm and its address: set them back, or take it out of the settings, run npm run up, and add it again",
          ),
          changes: [],
        });
      });

    it("stays as a manager that does not list the seed among the others", async () => {
      using host = machine("active", { isManager: true, managers: ["10.0.0.11:2377"] });
      assert.deepEqual(await join(host), joined());
    });
  });

  describe("after an attempt that was cut off", () => {
    /** A machine that has no certificate yet. */
    const trying = (state: "pending" | "error") => {
      const host = machine("inactive", { error: "connection refused" });
      host.engine.state = state;
      return host.write("docker/swarm-cluster", `${cluster} ${swarm}\n`);
    };

    it("leaves once it has failed, and joins", async () => {
      using host = trying("error");
      assert.deepEqual(await join(host), joined(leave, joins));
    });

    it("waits while the engine continues it", async () => {
      using host = trying("pending");
      host.before("info --format {{.Swarm.LocalNodeState}}", () => host.join(), { after: 3 });
      assert.deepEqual(await join(host), joined());
    });

    it("leaves and joins if it fails meanwhile", async () => {
      using host = trying("pending");
      host.before(
        "info --format {{.Swarm.LocalNodeState}}",
        () => {
          host.engine.state = "error";
        },
        { after: 3 },
      );
      assert.deepEqual(await join(host), joined(leave, joins));
    });

    it("never leaves while the engine continues it: a manager may just have let it in", async () => {
      using host = trying("pending");
      const { code, stderr, changes } = await join(host);
      assert.equal(code, 1);
      assert.match(stderr, /^this-host: the node is still pending after a minute: connection refused\n/);
      assert.deepEqual(changes, []);
    });

    it("is recognized: the record is there before the engine joins", async () => {
      using host = machine("inactive");
      let before = "";
      host.before(joins, () => {
        before = record(host);
      });
      await join(host);
      assert.equal(before, `${cluster} ${swarm}\n`);
    });
  });

  it("fails if the machine is in another swarm than the managers' after the join", async () => {
    using host = machine("inactive");
    host
      .before(joins, () => {
        host.engine.state = "active";
        host.inSwarm("swarm-of-others");
      })
      .refuse(joins, "This node is already part of a swarm.");
    assert.deepEqual(await join(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        `this machine is in a swarm with the managers 10.0.0.11:2377 10.0.0.10:2377, and not in ${swarm}`,
        "run npm run preview: it says what the cluster has lost, and what to do",
      ),
      changes: [],
    });
    // It counts for nothing beside the certificate of another swarm.
    assert.equal(record(host), `${cluster} ${swarm}\n`);
  });
});
