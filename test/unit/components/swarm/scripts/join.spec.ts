import assert from "node:assert/strict";
import { nodeCertificate } from "../../../../support/certificate.ts";
import { askOwner, cluster, handedBack } from "../../../../support/fakeHost.ts";
import {
  after,
  ask,
  before,
  control,
  failure,
  join,
  joins,
  known,
  leave,
  machine,
  script,
  state,
  swarm,
  token,
  words,
} from "../../../../support/joiningHost.ts";

describe("join.sh", () => {
  it("joins through the machine's engine, and prints the node id", async () => {
    using host = machine("inactive");
    assert.deepEqual(await join(host), {
      code: 0,
      stdout: handedBack("node-7"),
      stderr: "",
      calls: [...before, state, ask, state, ...after],
    });
  });

  it("sends the managers, its own address and the token over the engine's socket", async () => {
    using host = machine("inactive");
    await join(host);
    assert.deepEqual(JSON.parse(host.read("request")), {
      ListenAddr: "0.0.0.0:2377",
      AdvertiseAddr: "10.0.0.21",
      RemoteAddrs: ["10.0.0.10:2377", "10.0.0.11:2377"],
      JoinToken: token,
      Availability: "drain",
    });
  });

  it("leaves first if the node was removed, once for each rerun trigger", async () => {
    using host = machine("active");
    const rejoin = (word: string) =>
      host.run(
        script,
        words.map((other) => (other === "-" ? word : other)),
        [["token", token]],
      );
    const first = before.slice(0, -1);
    assert.deepEqual((await rejoin("t1")).calls, [
      ...[...first, state, "docker node inspect self", leave, state, state, ask, state],
      ...after,
    ]);
    assert.deepEqual((await rejoin("t1")).calls, [...before, known, state, ...after]);
    assert.ok((await rejoin("t2")).calls.includes(leave));
    // A manager that the others know stays what it is.
    host.write("itself", "it");
    assert.ok(!(await rejoin("known")).calls.includes(leave));
    // A machine that is new has nothing to leave.
    host.write("state", "inactive\n");
    assert.ok(!(await rejoin("t3")).calls.includes(leave));
  });

  it("lets the managers detect an address that may change", async () => {
    using host = machine("inactive");
    const [id = "", , ...others] = words;
    await host.run(script, [id, "-", ...others], [["token", token]]);
    assert.equal(JSON.parse(host.read("request")).AdvertiseAddr, "");
  });

  it("shows the token in no process list", async () => {
    for (const swarmState of ["inactive", "active"]) {
      using host = machine(swarmState);
      const { calls } = await join(host);
      assert.ok(calls.length >= 4);
      assert.equal(calls.filter((call) => call.includes(token)).length, 0);
    }
  });

  it("does not join again if the machine is in the managers' swarm", async () => {
    using host = machine("active");
    assert.deepEqual(await join(host), {
      code: 0,
      stdout: handedBack("node-7"),
      stderr: "",
      calls: [...before, known, state, ...after],
    });
  });

  it("records the cluster of the swarm", async () => {
    using host = machine("inactive");
    await join(host);
    assert.equal(host.read("docker/swarm-cluster"), `${cluster} ${swarm}\n`);
  });

  it("changes nothing on a machine in a foreign swarm", async () => {
    for (const noted of [undefined, "0123456789abcdef0123"]) {
      using host = machine("active", joins, { inside: "swarm-of-others" });
      if (noted) host.inSwarm("swarm-of-others", noted);
      else host.write("docker/swarm-cluster", `${cluster} ${swarm}\n`);
      const { code, stdout, stderr, calls } = await join(host);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.equal(
        stderr,
        failure(
          "this machine is in a swarm with the managers 10.0.0.11:2377 10.0.0.10:2377",
          "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed",
        ),
      );
      assert.deepEqual(calls, [
        ...[askOwner, askOwner],
        "docker info --format {{range .Swarm.RemoteManagers}} {{.Addr}}{{end}}",
      ]);
    }
  });

  describe("on a machine that was in this cluster before", () => {
    const other = "an-earlier-swarm-of-this-cluster";
    const leaves = (stale: string) => `this-host has ${stale}: it leaves and joins again\n`;
    const rejoined = [leave, state, ask, state, ...after];

    it("leaves a swarm that no longer exists, and joins", async () => {
      using host = machine("active", joins, { inside: other });
      const { code, stdout, stderr, calls } = await join(host);
      assert.deepEqual(
        [code, stdout, stderr],
        [0, handedBack("node-7"), leaves(`another swarm of this cluster than ${swarm}`)],
      );
      assert.deepEqual(calls, [...before, known, control, ...rejoined]);
      assert.equal(host.read("docker/swarm-cluster"), `${cluster} ${swarm}\n`);
    });

    it("leaves if it does not know the seed's address, and joins", async () => {
      using host = machine("active").write("known", "10.0.0.21 10.0.0.11:2377 110.0.0.10:2377 \n");
      const { code, stderr, calls } = await join(host);
      assert.deepEqual([code, stderr], [0, leaves("no manager at 10.0.0.10")]);
      assert.deepEqual(calls, [...before, known, control, control, ...rejoined]);
    });

    it("leaves if its own address differs from the settings, and joins", async () => {
      using host = machine("active").write("known", "10.0.0.20 10.0.0.10:2377 \n");
      const { code, stderr, calls } = await join(host);
      assert.deepEqual(
        [code, stderr],
        [0, leaves("the address 10.0.0.20 in the swarm, but 10.0.0.21 in the settings")],
      );
      assert.deepEqual(calls, [...before, known, control, ...rejoined]);
    });

    it("accepts any address of a machine whose address may change", async () => {
      using host = machine("active").write("known", "10.0.0.20 10.0.0.10:2377 \n");
      const [id = "", , ...others] = words;
      const { code, calls } = await host.run(script, [id, "-", ...others], [["token", token]]);
      assert.deepEqual([code, calls], [0, [...before, known, state, ...after]]);
    });

    it("never leaves as a manager", async () => {
      for (const [inside, ownAddress, stale] of [
        [other, "10.0.0.21", `another swarm of this cluster than ${swarm}`],
        [swarm, "10.0.0.20", "the address 10.0.0.20 in the swarm, but 10.0.0.21 in the settings"],
      ] as const) {
        using host = machine("active", joins, { inside })
          .write("control", "true\n")
          .write("known", `${ownAddress} 10.0.0.10:2377 \n`);
        const { code, stderr, calls } = await join(host);
        assert.equal(code, 1);
        assert.equal(
          stderr,
          failure(
            `this manager has ${stale}`,
            "a manager keeps its swarm and its address: set them back, or take it out of the settings, run npm run up, and add it again",
          ),
        );
        assert.deepEqual(calls, [...before, known, control]);
      }
    });

    it("stays as a manager that does not list the seed among the others", async () => {
      using host = machine("active").write("control", "true\n").write("known", "10.0.0.21 10.0.0.11:2377 \n");
      const { code, calls } = await join(host);
      assert.deepEqual([code, calls], [0, [...before, known, control, state, ...after]]);
    });
  });

  it("fails if the machine is in another swarm than the managers' after the join", async () => {
    using host = machine("inactive", `echo '{"message":"This node is already part of a swarm."}'\n${joins}`);
    host.write("certificate", nodeCertificate("swarm-of-others"));
    const { code, stdout, stderr } = await join(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      failure(
        `this machine is in a swarm with the managers 10.0.0.11:2377 10.0.0.10:2377, and not in ${swarm}`,
        "run npm run preview: it says what the cluster has lost, and what to do",
      ),
    );
    assert.throws(() => host.read("docker/swarm-cluster"), { code: "ENOENT" });
  });
});
