import assert from "node:assert/strict";
import { engineEvents } from "../../../../../tools/pulumi/events.ts";
import { unreachableHosts } from "../../../../../tools/report/failure/unreachableHosts.ts";

const diagnostic = (name: string, message: string, severity = "error", type = "command:remote:Command") =>
  JSON.stringify({
    diagnosticEvent: {
      urn: `urn:pulumi:dev::swarm::swarm:index:SwarmCluster$${type}::${name}`,
      message: `<{%reset%}>error: ${message}<{%reset%}>\n`,
      severity,
    },
  });

const tries = "connecting to 127.0.0.1:21130 failed after 16 tries: no answer within 10s";

/** The hints for a run with these lines in its log. */
const hintsFor = (...lines: string[]) => unreachableHosts(engineEvents(lines.join("\n")));

describe("unreachableHosts", () => {
  it("names the node whose own step did not run, and what to do", () => {
    assert.deepEqual(hintsFor(diagnostic("worker-1-pull", tries)), [
      `worker-1 does not answer over SSH, so the step worker-1-pull did not run
  → see what the swarm knows of it: npm run status; restart the machine of worker-1, or remove it, then run npm run up again`,
    ]);
  });

  it("names the seed for steps that run there", () => {
    for (const step of ["worker-1-member", "swarm-bootstrap", "example-stack"])
      assert.match(
        String(hintsFor(diagnostic(step, tries))),
        new RegExp(
          `^the seed manager does not answer over SSH, so the step ${step} did not run\\n.*restart its machine`,
        ),
      );
  });

  it("understands the official plugin too", () => {
    const official = "after 16 failed attempts: dial tcp 10.0.0.7:22: i/o timeout";
    assert.match(String(hintsFor(diagnostic("web-0-join", official))), /^web-0 does not answer/);
    const mismatch = "ssh: handshake failed: ssh: host key mismatch";
    assert.match(
      String(hintsFor(diagnostic("web-0-join", mismatch))),
      /^web-0 answers with another SSH host key/,
    );
  });

  it("recognizes a host that hangs during a step", () => {
    for (const reason of [
      "127.0.0.1:21130 has not answered for 1m0s",
      "it took longer than the 7m0s that customTimeouts allows",
    ])
      assert.match(
        String(hintsFor(diagnostic("worker-0-join", `${reason}: running "timeout 120 sh":`))),
        /^worker-0 does not answer over SSH, so the step worker-0-join did not end\n {2}→ see what the swarm knows of it: npm run status;/,
      );
  });

  it("recognizes a broken connection, and a step that took too long", () => {
    const without = "wait: remote command exited without exit status or exit signal: running";
    assert.deepEqual(hintsFor(diagnostic("worker-0-pull", without)), [
      "the connection to worker-0 was cut in the middle of the step worker-0-pull\n  → run npm run up again: it waits for what still runs there",
    ]);
    for (const status of [124, 137])
      assert.match(
        String(hintsFor(diagnostic("worker-0-pull", `Process exited with status ${status}: running`))),
        /^the step worker-0-pull took longer than allowed on worker-0, and ended there\n {2}→ /,
      );
  });

  it("distinguishes a changed host key from a silent host", () => {
    const message =
      "connecting to 127.0.0.1:21130 was refused: 127.0.0.1:21130 has the host key SHA256:a, but connection.hostKey is SHA256:b: this is another machine";
    assert.match(
      String(hintsFor(diagnostic("worker-0-pull", message))),
      /^worker-0 answers with another SSH host key than it was made with, so the step worker-0-pull did not run$/m,
    );
  });

  it("ignores other errors, warnings and other resources, and reports nothing twice", () => {
    const log = [
      diagnostic("worker-1-pull", "exit status 1"),
      diagnostic("worker-1-pull", tries, "warning"),
      diagnostic("worker-1-pull", tries, "error", "docker:index/container:Container"),
      '{"diagnosticEvent": {"message": "error: update failed", "severity": "error"}}',
    ];
    assert.deepEqual(hintsFor(...log), []);
    const twice = [diagnostic("worker-1-pull", tries), diagnostic("worker-1-pull", tries)];
    assert.equal(hintsFor(...twice).length, 1);
  });

  describe("on machines of target hosts", () => {
    const hosts = JSON.stringify([
      { name: "h0", role: "manager", host: "203.0.113.7", user: "ann" },
      { name: "h1", role: "worker", host: "203.0.113.8" },
    ]);
    const prelude = JSON.stringify({ preludeEvent: { config: { "swarm:hosts": hosts } } });
    const done = (name: string, op = "create") =>
      JSON.stringify({
        resOutputsEvent: {
          metadata: {
            op,
            urn: `urn:pulumi:prod::swarm::swarm:index:SshMachines$command:remote:Command::${name}`,
            type: "command:remote:Command",
          },
        },
      });
    const limits =
      "ufw status shows LIMIT (→ ufw allow ssh), or sshd -T shows a low maxstartups (→ MaxStartups 100:30:200 in sshd_config)";

    it("distinguishes a machine that stops accepting connections from one that is down", () => {
      const log = [
        ...[prelude, done("h0-host"), done("h1-host", "same")],
        ...["swarm-bootstrap", "h1-member", "h1-pull"].map((step) => diagnostic(step, tries)),
      ];
      assert.deepEqual(hintsFor(...log), [
        `h0 answered other steps of this run, but took no SSH connection for the steps swarm-bootstrap, h1-member: most likely it limits new ones
  → look on h0: ${limits}; then run npm run up again.
    If it takes none after a minute either, restart it`,
        `h1 does not answer over SSH, so the step h1-pull did not run
  → see what the swarm knows of it: npm run status; restart the machine of h1, or remove it, then run npm run up again.
    If ssh from here does get in, it limits new connections: ${limits}`,
      ]);
    });

    it("shows the sudoers line that lets the user become root", () => {
      const mend = (line: string, host: string, first = "") =>
        `→ on ${host}, as root: ${first}echo '${line}' | EDITOR='tee -a' visudo -f /etc/sudoers.d/swarm
    Membership in the group docker is not enough. Or set user: root for ${host} in swarm:hosts`;
      const all = "ann ALL=(ALL) NOPASSWD: ALL";
      const said = (name: string, text: string) =>
        hintsFor(
          prelude,
          diagnostic(name, `Process exited with status 1: running "sudo -n timeout":\n${text}`),
        );
      for (const text of [
        "sudo: a password is required",
        "sudoWelcome\n: a password is required",
        "sudo: no tty present and no askpass program specified",
        "sudo: interactive authentication is required",
      ])
        assert.deepEqual(said("h0-host", text), [
          `ann may not become root without a password on h0, so the step h0-host did not run\n  ${mend(all, "h0")}`,
        ]);
      for (const text of [
        "ann is not in the sudoers file.  This incident will be reported.",
        "Sorry, user ann is not allowed to execute '/usr/bin/timeout -k 10 150 sh' as root on h0.",
      ])
        assert.deepEqual(said("h0-host", text), [
          `ann may not become root by sudo on h0, so the step h0-host did not run\n  ${mend(all, "h0")}`,
        ]);
      assert.deepEqual(said("h0-host", "sudo: sorry, you must have a tty to run sudo"), [
        `sudo wants a terminal from ann on h0, so the step h0-host did not run\n  ${mend("Defaults:ann !requiretty", "h0")}`,
      ]);
      for (const text of [
        "bash: line 1: sudo: command not found",
        "sh: 1: sudo: not found",
        "zsh:1: command not found: sudo",
        "fish: Unknown command: sudo",
        "sudo: Command not found.",
      ])
        assert.deepEqual(
          said("h0-host", text),
          [
            `sudo is not installed, which ann needs to become root on h0, so the step h0-host did not run\n  ${mend(all, "h0", "apt-get install sudo (or with your package manager), then ")}`,
          ],
          text,
        );
    });

    it("leaves the user's name open if the list is secret", () => {
      const secret = JSON.stringify({ preludeEvent: { config: { "swarm:hosts": "[secret]" } } });
      assert.match(
        String(hintsFor(secret, diagnostic("h1-host", "sudo: a password is required"))),
        /^the user may not become root without a password on h1, so .*echo 'USER ALL=\(ALL\) NOPASSWD: ALL' \|/s,
      );
    });
  });
});
