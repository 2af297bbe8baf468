import assert from "node:assert/strict";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";
import {
  after,
  ask,
  before,
  docker,
  failure,
  join,
  joins,
  machine,
  script,
  state,
  token,
  words,
} from "../../../../support/joiningHost.ts";

describe("join.sh on failure", () => {
  it("does not join while a process uses swarm's port", async () => {
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

  it("waits while the engine retries", async () => {
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

  it("gives up if the engine retries too long, and reports its error and closed ports", async () => {
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
    it(`repeats the engine's error, and gives a hint for ${what}`, async () => {
      using host = machine("inactive", answer);
      const { code, stdout, stderr } = await join(host);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.equal(stderr, failure(`the engine cannot join the swarm: ${text}`, hint));
    });

  it("reports a wrong clock", async () => {
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

  it("gives up if the engine does not answer", async () => {
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
