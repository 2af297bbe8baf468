import assert from "node:assert/strict";
import { handedBack } from "../../../../support/fakeHost.ts";
import { join, machine } from "../../../../support/joiningHost.ts";
import { failure } from "../../../../support/swarmHost/swarmHost.ts";

const joins = "POST /swarm/join";
const failed = (problem: string, hint: string) => ({
  code: 1,
  stdout: "",
  stderr: failure(problem, hint),
  changes: [],
});

describe("join.sh on failure", () => {
  it("does not join while a process uses swarm's port", async () => {
    using host = machine("inactive").write("tcp", "   0: 00000000:1F0A 00000000:0000 0A 00000000:00000000\n");
    assert.deepEqual(
      await join(host),
      failed(
        "port 7946 of this machine is in use, though it is in no swarm",
        "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again",
      ),
    );
  });

  it("refuses a locked swarm", async () => {
    using host = machine("locked");
    assert.deepEqual(
      await join(host),
      failed(
        "the swarm on this machine is locked",
        "unlock it there: docker swarm unlock, then run npm run up again",
      ),
    );
  });

  const timeout = "Timeout was reached before node joined.";

  it("waits while the engine retries", async () => {
    using host = machine("inactive");
    host
      .before(joins, () => {
        host.engine.state = "pending";
        host.before("info --format {{.Swarm.LocalNodeState}}", () => host.join(), { after: 2 });
      })
      .refuse(joins, timeout);
    assert.deepEqual(await join(host), { code: 0, stdout: handedBack("node-7"), stderr: "", changes: [] });
  });

  it("gives up if the engine retries too long, and reports its error and closed ports", async () => {
    using host = machine("inactive", { error: "rpc error: context deadline exceeded" });
    host
      .before(joins, () => {
        host.engine.state = "pending";
      })
      .refuse(joins, timeout);
    // Nothing is at these addresses of this computer.
    assert.deepEqual(
      await join(host, { managers: ["127.0.0.3", "127.0.0.4"] }),
      failed(
        "the node is still pending after a minute: rpc error: context deadline exceeded",
        "find out why TCP 2377 and 7946 of 127.0.0.3, TCP 2377 and 7946 of 127.0.0.4 refused a connection: a firewall rejects it, or docker info there shows no active swarm",
      ),
    );
  });

  const log = "read the log of the engine on this machine: journalctl -u docker -n 50";
  for (const [what, text, hint] of [
    [
      "the token was rotated",
      "rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster",
      "the join token was rotated: run pulumi up again, which reads the new one",
    ],
    [
      "the swarm's CA was rotated",
      "remote CA does not match fingerprint. Expected: 1a2b",
      "the CA of the swarm was rotated, or 10.0.0.10 10.0.0.11 is in another swarm now: run pulumi up again, which reads the join token again; if it happens again, check docker info there",
    ],
    ["the engine has another reason", "manager says no", log],
  ] as const)
    it(`repeats the engine's error, and gives a hint for ${what}`, async () => {
      using host = machine("inactive").refuse(joins, text);
      assert.deepEqual(await join(host), failed(`the engine cannot join the swarm: ${text}`, hint));
      assert.throws(() => host.read("docker/swarm-cluster"), { code: "ENOENT" });
    });

  it("repeats curl's error if the engine's socket does not answer", async () => {
    using host = machine("inactive");
    host.replace("curl", `echo "curl: (7) Failed to connect" >&2; exit 7`);
    assert.deepEqual(
      await join(host),
      failed("the engine cannot join the swarm: curl: (7) Failed to connect", log),
    );
  });

  it("reports a wrong clock", async () => {
    const text =
      "error while validating Root CA Certificate: x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-23T00:00:00Z";
    using host = machine("inactive").refuse(joins, text);
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
    using host = machine("inactive").refuse("", "Cannot connect to the Docker daemon");
    host.owner = ["any", "", ""];
    assert.deepEqual(
      await join(host),
      failed(
        "the Docker Engine does not answer",
        "read its log on this machine: journalctl -u docker, or /var/log/dockerd.log",
      ),
    );
  });
});
