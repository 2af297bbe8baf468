import assert from "node:assert/strict";
import { FakeHost } from "../../../../support/fakeHost.ts";

/** An engine with `$HOST/state`, and in a swarm of the managers in `$HOST/managers`. */
const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "info --format {{.Swarm.NodeID}}") echo node-7 ;;
  "info --format {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}") cat "$HOST/managers" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const token = "SWMTKN-1-secret";
const words = ["machine-1", "10.0.0.21", "id-of-the-swarm", "-", "10.0.0.10", "10.0.0.11"];

const state = "docker info --format {{.Swarm.LocalNodeState}}";
const managers = "docker info --format {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}";
const nodeId = "docker info --format {{.Swarm.NodeID}}";
const ask =
  "curl --silent --show-error --unix-socket /var/run/docker.sock --header Content-Type: application/json --data-binary @- http://docker/swarm/join";

/** A machine that joins as it is asked to, unless the answer says otherwise. */
function machine(swarmState: string, answer = `echo active >"$HOST/state"`): FakeHost {
  return new FakeHost({ docker, curl: `cat >"$HOST/request"\n${answer}` })
    .write("state", `${swarmState}\n`)
    .write("managers", "10.0.0.11:2377 10.0.0.10:2377 \n");
}

const join = (host: FakeHost) => host.run("swarm/scripts/join.sh", words, [["token", token]]);

const failure = (problem: string, remedy: string) => `this-host: ${problem}\n  → ${remedy}\n`;
const openPorts = "check that ports 2377, 7946 and 4789 are open to 10.0.0.10 10.0.0.11";

describe("join.sh", () => {
  it("asks the machine's own engine to join, and prints the node's id", async () => {
    using host = machine("inactive");
    assert.deepEqual(await join(host), {
      code: 0,
      stdout: "node-7\n",
      stderr: "",
      calls: ["docker version", state, ask, state, managers, nodeId],
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
    const engine = docker.replace(
      "  *) echo",
      `  "swarm leave --force") echo inactive >"$HOST/state" ;;\n  "node inspect self") cat "$HOST/known" ;;\n  *) echo`,
    );
    using host = new FakeHost({ docker: engine, curl: `cat >/dev/null; echo active >"$HOST/state"` })
      .write("state", "active\n")
      .write("managers", "10.0.0.10:2377 \n");
    const anew = (word: string) =>
      host.run(
        "swarm/scripts/join.sh",
        words.map((other) => (other === "-" ? word : other)),
        [["token", token]],
      );
    const leave = "docker swarm leave --force";
    assert.deepEqual((await anew("t1")).calls, [
      "docker version",
      state,
      "docker node inspect self",
      leave,
      state,
      ask,
      state,
      managers,
      nodeId,
    ]);
    assert.deepEqual((await anew("t1")).calls, ["docker version", state, managers, nodeId]);
    assert.ok((await anew("t2")).calls.includes(leave));
    // A manager that the others know stays what it is.
    host.write("known", "it");
    assert.ok(!(await anew("known")).calls.includes(leave));
    // A machine that is new has nothing to leave.
    host.write("state", "inactive\n");
    assert.ok(!(await anew("t3")).calls.includes(leave));
  });

  it("leaves an address that may change to the managers", async () => {
    using host = machine("inactive");
    const [id = "", , ...others] = words;
    await host.run("swarm/scripts/join.sh", [id, "-", ...others], [["token", token]]);
    assert.equal(JSON.parse(host.read("request")).AdvertiseAddr, "");
  });

  it("shows the token in no process list", async () => {
    for (const swarmState of ["inactive", "active", "pending"]) {
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
      stdout: "node-7\n",
      stderr: "",
      calls: ["docker version", state, managers, nodeId],
    });
  });

  it("refuses a machine that is in a swarm of others", async () => {
    using host = machine("active").write("managers", "10.0.0.100:2377 110.0.0.10:2377 \n");
    const { code, stdout, stderr, calls } = await join(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      failure(
        "this machine is in a swarm of other managers than 10.0.0.10 10.0.0.11",
        "take it out: docker swarm leave --force",
      ),
    );
    assert.deepEqual(calls, ["docker version", state, managers]);
  });

  it("refuses a swarm of others also after it was asked to join", async () => {
    using host = machine(
      "pending",
      `echo '{"message":"This node is already part of a swarm."}'; echo active >"$HOST/state"`,
    );
    host.write("managers", "10.9.9.9:2377 \n");
    assert.equal((await join(host)).code, 1);
  });

  it("refuses a locked swarm", async () => {
    using host = machine("locked");
    const { code, stderr, calls } = await join(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("the swarm on this machine is locked", "unlock it: docker swarm unlock"));
    assert.deepEqual(calls, ["docker version", state]);
  });

  const timeout = `echo '{"message":"Timeout was reached before node joined."}'`;

  it("waits where the engine goes on trying", async () => {
    const later = docker.replace(
      'cat "$HOST/state"',
      '{ echo look >>"$HOST/looks"; [ "$(wc -l <"$HOST/looks")" -lt 4 ] || echo active >"$HOST/state"; cat "$HOST/state"; }',
    );
    using slow = new FakeHost({ docker: later, curl: timeout })
      .write("state", "inactive\n")
      .write("managers", "10.0.0.10:2377 \n");
    assert.deepEqual(await join(slow), {
      code: 0,
      stdout: "node-7\n",
      stderr: "",
      calls: ["docker version", state, ask, state, state, state, managers, nodeId],
    });
  });

  it("gives up where the engine tries for too long", async () => {
    using host = machine("inactive", `${timeout}; echo pending >"$HOST/state"`);
    const { code, stderr } = await join(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("the node is still pending after a minute", openPorts));
  });

  it("says so where the token was rotated", async () => {
    using host = machine(
      "inactive",
      `echo '{"message":"rpc error: code = InvalidArgument desc = A valid join token is necessary: invalid join token"}'`,
    );
    const { code, stderr } = await join(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        "the managers refuse the join token: it was rotated",
        "read it again: npm run up -- --replace '**join-token' --target-dependents",
      ),
    );
  });

  it("says so where the clock is wrong", async () => {
    using host = machine(
      "inactive",
      `echo '{"message":"error while validating Root CA Certificate: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-23T00:00:00Z"}'`,
    );
    const { code, stderr } = await join(host);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /: the certificates of the swarm do not hold at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, the time of this machine\n {2}→ set the clock here and on the managers: timedatectl set-ntp true, then run pulumi up again\n$/,
    );
  });

  it("repeats any other refusal", async () => {
    using host = machine("inactive", `echo '{"message":"manager cannot be reached"}'`);
    const { code, stderr } = await join(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure('the engine cannot join the swarm: {"message":"manager cannot be reached"}', openPorts),
    );
  });

  it("repeats what curl says where the engine's socket does not answer", async () => {
    using host = machine("inactive", `echo "curl: (7) Failed to connect" >&2; exit 7`);
    const { code, stderr } = await join(host);
    assert.equal(code, 1);
    assert.equal(stderr, failure("the engine cannot join the swarm: curl: (7) Failed to connect", openPorts));
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
