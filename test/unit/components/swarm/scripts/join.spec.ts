import assert from "node:assert/strict";
import { nodeCertificate } from "../../../../support/certificate.ts";
import { askOwner, cluster, FakeHost, handedBack } from "../../../../support/fakeHost.ts";

const swarm = "id-of-the-swarm";

/** An engine with `$HOST/state`; `$HOST/known` is its address and its managers, `$HOST/control` whether it is one. */
const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) echo "$(cat "$HOST/state")||$HOST/docker|" ;;
  "info --format {{.Swarm.NodeID}}") echo node-7 ;;
  "info --format {{.Swarm.NodeAddr}} {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}") cat "$HOST/known" ;;
  "info --format {{range .Swarm.RemoteManagers}} {{.Addr}}{{end}}") sed 's/[^ ]*//; s/ $//' "$HOST/known" ;;
  "info --format {{.Swarm.ControlAvailable}}") cat "$HOST/control" ;;
  "info --format {{.Swarm.Error}}") echo "rpc error: context deadline exceeded" ;;
  "swarm leave --force") echo inactive >"$HOST/state"; rm -r "$HOST/docker/swarm" ;;
  "node inspect self") cat "$HOST/itself" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const script = ["ports", "engine", "join"].map((name) => `swarm/scripts/${name}.sh`);
const token = "SWMTKN-1-secret";
const words = ["machine-1", "10.0.0.21", swarm, "-", "10.0.0.10", "10.0.0.11"];

const state = "docker info --format {{.Swarm.LocalNodeState}}";
const known = "docker info --format {{.Swarm.NodeAddr}} {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}";
const control = "docker info --format {{.Swarm.ControlAvailable}}";
const nodeId = "docker info --format {{.Swarm.NodeID}}";
const leave = "docker swarm leave --force";
const ask =
  "curl --silent --show-error --unix-socket /var/run/docker.sock --header Content-Type: application/json --data-binary @- http://docker/swarm/join";
/** The guard in front of the script, and the script's first look. */
const before = [askOwner, "docker version", state];
/** How it ends where all went well. */
const after = [askOwner, nodeId];

/** The machine is a node of the managers' swarm from then on. */
const joins = `mkdir -p "$HOST/docker/swarm/certificates"
cp "$HOST/certificate" "$HOST/docker/swarm/certificates/swarm-node.crt"
echo active >"$HOST/state"`;

/** A machine that joins as it is asked to, unless the answer says otherwise; one in a swarm is in the managers'. */
function machine(swarmState: string, answer = joins, { inside = swarm, noted = cluster } = {}): FakeHost {
  const host = new FakeHost({ docker, curl: `cat >"$HOST/request"\n${answer}` })
    .write("state", `${swarmState}\n`)
    .write("known", "10.0.0.21 10.0.0.11:2377 10.0.0.10:2377 \n")
    .write("control", "false\n")
    .write("certificate", nodeCertificate(swarm));
  if (swarmState !== "inactive") host.inSwarm(inside, noted);
  host.owner = ["ours-or-none", cluster, ""];
  return host;
}

const join = (host: FakeHost) => host.run(script, words, [["token", token]]);

const failure = (problem: string, remedy: string) => `this-host: ${problem}\n  → ${remedy}\n`;

describe("join.sh", () => {
  it("asks the machine's own engine to join, and prints the node's id", async () => {
    using host = machine("inactive");
    assert.deepEqual(await join(host), {
      code: 0,
      stdout: handedBack("node-7"),
      stderr: "",
      calls: [...before, state, ask, state, ...after],
    });
  });

  it("sends the managers, the own address and the token over the engine's socket", async () => {
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

  it("takes the machine out first where its node was removed, once for each word", async () => {
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

  it("leaves an address that may change to the managers", async () => {
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

  it("does not join again where it is in the managers' swarm", async () => {
    using host = machine("active");
    assert.deepEqual(await join(host), {
      code: 0,
      stdout: handedBack("node-7"),
      stderr: "",
      calls: [...before, known, state, ...after],
    });
  });

  it("notes whose swarm the machine is in", async () => {
    using host = machine("inactive");
    await join(host);
    assert.equal(host.read("docker/swarm-cluster"), `${cluster} ${swarm}\n`);
  });

  it("changes nothing on a machine that is in a swarm of others", async () => {
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

  describe("on a machine with a past in this cluster", () => {
    const other = "an-earlier-swarm-of-this-cluster";
    const leaves = (stale: string) => `this-host has ${stale}: it leaves and joins again\n`;
    const rejoined = [leave, state, ask, state, ...after];

    it("leaves a swarm that is no more, and joins", async () => {
      using host = machine("active", joins, { inside: other });
      const { code, stdout, stderr, calls } = await join(host);
      assert.deepEqual(
        [code, stdout, stderr],
        [0, handedBack("node-7"), leaves(`another swarm of this cluster than ${swarm}`)],
      );
      assert.deepEqual(calls, [...before, known, control, ...rejoined]);
      assert.equal(host.read("docker/swarm-cluster"), `${cluster} ${swarm}\n`);
    });

    it("leaves where it knows the seed by no address that is still one, and joins", async () => {
      using host = machine("active").write("known", "10.0.0.21 10.0.0.11:2377 110.0.0.10:2377 \n");
      const { code, stderr, calls } = await join(host);
      assert.deepEqual([code, stderr], [0, leaves("no manager at 10.0.0.10")]);
      assert.deepEqual(calls, [...before, known, control, control, ...rejoined]);
    });

    it("leaves where its own address is another one in the settings, and joins", async () => {
      using host = machine("active").write("known", "10.0.0.20 10.0.0.10:2377 \n");
      const { code, stderr, calls } = await join(host);
      assert.deepEqual(
        [code, stderr],
        [0, leaves("the address 10.0.0.20 in the swarm, but 10.0.0.21 in the settings")],
      );
      assert.deepEqual(calls, [...before, known, control, ...rejoined]);
    });

    it("is content with any address of a machine whose address may change", async () => {
      using host = machine("active").write("known", "10.0.0.20 10.0.0.10:2377 \n");
      const [id = "", , ...others] = words;
      const { code, calls } = await host.run(script, [id, "-", ...others], [["token", token]]);
      assert.deepEqual([code, calls], [0, [...before, known, state, ...after]]);
    });

    it("never leaves where it is a manager", async () => {
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

    it("stays where it is a manager that does not name the seed among the others", async () => {
      using host = machine("active").write("control", "true\n").write("known", "10.0.0.21 10.0.0.11:2377 \n");
      const { code, calls } = await join(host);
      assert.deepEqual([code, calls], [0, [...before, known, control, state, ...after]]);
    });
  });

  it("fails where it came into another swarm than the managers' after it was asked to join", async () => {
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

  it("does not join while something has swarm's port", async () => {
    using host = machine("inactive").write("tcp", "   0: 00000000:1F0A 00000000:0000 0A 00000000:00000000\n");
    const { code, stderr, calls } = await join(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "port 7946 of this machine is in use, though it is in no swarm",
        "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again",
      ),
    );
    assert.deepEqual(calls, [...before, state]);
  });

  it("refuses a locked swarm", async () => {
    using host = machine("locked");
    const { code, stderr, calls } = await join(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the swarm on this machine is locked",
        "unlock it there: docker swarm unlock, then run npm run up again",
      ),
    );
    assert.deepEqual(calls, before);
  });

  const timeout = `echo '{"message":"Timeout was reached before node joined."}'`;

  it("waits where the engine goes on trying", async () => {
    const later = docker.replace(
      'cat "$HOST/state"',
      `{ echo look >>"$HOST/looks"; [ "$(wc -l <"$HOST/looks")" -lt 5 ] || { ${joins.replaceAll("\n", "; ")}; }; cat "$HOST/state"; }`,
    );
    using slow = machine("inactive", timeout);
    slow.replace("docker", later);
    assert.deepEqual(await join(slow), {
      code: 0,
      stdout: handedBack("node-7"),
      stderr: "",
      calls: [...before, state, ask, state, state, state, ...after],
    });
  });

  it("gives up where the engine tries for too long, and says what the engine and the managers' ports say", async () => {
    using host = machine("inactive", `${timeout}; echo pending >"$HOST/state"`);
    // Nothing is at these addresses of this computer.
    const { code, stderr } = await host.run(
      script,
      [...words.slice(0, -2), "127.0.0.3", "127.0.0.4"],
      [["token", token]],
    );
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the node is still pending after a minute: rpc error: context deadline exceeded",
        "find out why TCP 2377 and 7946 of 127.0.0.3, TCP 2377 and 7946 of 127.0.0.4 refused a connection: a firewall rejects it, or docker info there shows no active swarm",
      ),
    );
  });

  const log = "look at the log of the engine on this machine: journalctl -u docker -n 50";
  for (const [what, answer, text, hint] of [
    [
      "the token was rotated",
      `echo '{"message":"rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster"}'`,
      "rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster",
      "the join token was rotated: run pulumi up again, which reads the new one",
    ],
    [
      "the swarm's CA was rotated",
      `echo '{"message":"remote CA does not match fingerprint. Expected: 1a2b"}'`,
      "remote CA does not match fingerprint. Expected: 1a2b",
      "the CA of the swarm was rotated, or 10.0.0.10 10.0.0.11 is in another swarm now: run pulumi up again, which reads the join token again; if this comes back, look at docker info there",
    ],
    ["the engine has another reason", `echo '{"message":"manager says no"}'`, "manager says no", log],
    [
      "the engine's socket does not answer",
      `echo "curl: (7) Failed to connect" >&2; exit 7`,
      "curl: (7) Failed to connect",
      log,
    ],
  ] as const)
    it(`repeats why the engine cannot join, and says what to do, where ${what}`, async () => {
      using host = machine("inactive", answer);
      const { code, stdout, stderr } = await join(host);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.equal(stderr, failure(`the engine cannot join the swarm: ${text}`, hint));
    });

  it("says so where the clock is wrong", async () => {
    const text =
      "error while validating Root CA Certificate: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-23T00:00:00Z";
    using host = machine("inactive", `echo '{"message":"${text}"}'`);
    const { code, stderr } = await join(host);
    assert.equal(code, 1);
    assert.equal(
      stderr.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/, "NOW"),
      failure(
        `the engine cannot join the swarm: ${text}`,
        "the clocks differ: it is NOW on this machine. Set them here and on the managers: timedatectl set-ntp true, then run pulumi up again",
      ),
    );
  });

  it("gives up on an engine that does not answer", async () => {
    using host = new FakeHost({ docker: "exit 1", curl: "exit 99" });
    const { code, stderr, calls } = await join(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the Docker Engine does not answer",
        "look at its log on this machine: journalctl -u docker, or /var/log/dockerd.log",
      ),
    );
    assert.deepEqual(calls, Array(4).fill("docker version"));
  });
});
