import assert from "node:assert/strict";
import { unreachableHosts } from "../../../../tools/engine/unreachableHosts.ts";

const diagnostic = (name: string, message: string, severity = "error", type = "command:remote:Command") =>
  JSON.stringify({
    diagnosticEvent: {
      urn: `urn:pulumi:dev::swarm::swarm:index:SwarmCluster$${type}::${name}`,
      message: `<{%reset%}>error: ${message}<{%reset%}>\n`,
      severity,
    },
  });

const tries = "connecting to 127.0.0.1:21130 failed after 16 tries: no answer within 10s";

describe("unreachableHosts", () => {
  it("names the node whose own step did not run, and what to do", () => {
    assert.deepEqual(unreachableHosts(diagnostic("worker-1-pull", tries)), [
      `worker-1 does not answer over SSH, so the step worker-1-pull did not run
  → npm run status tells what the swarm knows of it; restart the machine of worker-1, or remove it, then run npm run up again`,
    ]);
  });

  it("names the seed manager for steps that run there", () => {
    for (const step of ["worker-1-member", "swarm-bootstrap", "example-stack"])
      assert.match(
        String(unreachableHosts(diagnostic(step, tries))),
        new RegExp(
          `^the seed manager does not answer over SSH, so the step ${step} did not run\\n.*restart its machine`,
        ),
      );
  });

  it("understands the official plugin as well", () => {
    const official = "after 16 failed attempts: dial tcp 10.0.0.7:22: i/o timeout";
    assert.match(String(unreachableHosts(diagnostic("web-0-join", official))), /^web-0 does not answer/);
    const mismatch = "ssh: handshake failed: ssh: host key mismatch";
    assert.match(
      String(unreachableHosts(diagnostic("web-0-join", mismatch))),
      /^web-0 answers with another SSH host key/,
    );
  });

  it("knows a host that hangs in the middle of a step", () => {
    for (const reason of [
      "127.0.0.1:21130 has not answered for 1m0s",
      "it took longer than the 7m0s that customTimeouts allows",
    ])
      assert.match(
        String(unreachableHosts(diagnostic("worker-0-join", `${reason}: running "timeout 120 sh":`))),
        /^worker-0 does not answer over SSH, so the step worker-0-join did not end\n {2}→ npm run status/,
      );
  });

  it("knows a connection that was cut, and a step that took too long", () => {
    const without = "wait: remote command exited without exit status or exit signal: running";
    assert.deepEqual(unreachableHosts(diagnostic("worker-0-pull", without)), [
      "the connection to worker-0 was cut in the middle of the step worker-0-pull\n  → run npm run up again: it waits for what still runs there",
    ]);
    for (const status of [124, 137])
      assert.match(
        String(
          unreachableHosts(diagnostic("worker-0-pull", `Process exited with status ${status}: running`)),
        ),
        /^the step worker-0-pull took longer than it may on worker-0, and was ended there\n {2}→ /,
      );
  });

  it("tells a changed host key from a host that is silent", () => {
    const message =
      "connecting to 127.0.0.1:21130 was refused: 127.0.0.1:21130 has the host key SHA256:a, but connection.hostKey is SHA256:b: this is another machine";
    assert.match(
      String(unreachableHosts(diagnostic("worker-0-pull", message))),
      /^worker-0 answers with another SSH host key than it was made with, so the step worker-0-pull did not run$/m,
    );
  });

  it("says nothing of other errors, of warnings and of other resources, and nothing twice", () => {
    const log = [
      diagnostic("worker-1-pull", "exit status 1"),
      diagnostic("worker-1-pull", tries, "warning"),
      diagnostic("worker-1-pull", tries, "error", "docker:index/container:Container"),
      '{"diagnosticEvent": {"message": "error: update failed", "severity": "error"}}',
    ];
    assert.deepEqual(unreachableHosts(log.join("\n")), []);
    const twice = [diagnostic("worker-1-pull", tries), diagnostic("worker-1-pull", tries)];
    assert.equal(unreachableHosts(twice.join("\n")).length, 1);
  });
});
