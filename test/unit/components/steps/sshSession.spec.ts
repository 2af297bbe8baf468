import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { knownHost, SshSession } from "../../../../components/steps/sshSession.ts";
import { FakeDocker } from "../../../support/fakeDocker.ts";
import { run } from "../../../support/run.ts";

const connection = {
  host: "127.0.0.1",
  port: 20000,
  user: "root",
  privateKey: "the key\n",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP1Z54PDyip761yFWhMgOsHnGBnbATdgyKJR2x2V7rAc",
};

describe("knownHost", () => {
  it("contains the port only if it is not 22", () => {
    assert.equal(knownHost(connection), `[127.0.0.1]:20000 ${connection.hostKey}\n`);
    assert.equal(
      knownHost({ ...connection, host: "node.example", port: 22 }),
      `node.example ${connection.hostKey}\n`,
    );
  });

  it("is found by ssh-keygen under the name that ssh uses", async () => {
    const session = new SshSession(connection);
    const file = fileOf(session, "UserKnownHostsFile=");
    const { code, stdout } = await run("ssh-keygen", ["-F", "[127.0.0.1]:20000", "-f", file]);
    session.close();
    assert.equal(code, 0);
    assert.ok(stdout.endsWith(knownHost(connection)));
  });
});

/** The file that an argument with this beginning names. */
function fileOf(session: SshSession, option: string): string {
  const argument = session.arguments().find((word) => word.startsWith(option)) ?? "";
  return argument.slice(option.length);
}

describe("SshSession", () => {
  it("uses only its own key and host key, and never prompts", () => {
    const session = new SshSession(connection);
    const folder = dirname(fileOf(session, "UserKnownHostsFile="));
    assert.deepEqual(session.arguments("-t"), [
      ...["-F", "/dev/null", "-i", `${folder}/key`, "-p", "20000"],
      ...["-o", `UserKnownHostsFile=${folder}/known_hosts`],
      ...["-o", "GlobalKnownHostsFile=/dev/null"],
      ...["-o", "StrictHostKeyChecking=yes"],
      ...["-o", "IdentitiesOnly=yes"],
      ...["-o", "BatchMode=yes"],
      ...["-o", "ConnectTimeout=10"],
      ...["-o", "ServerAliveInterval=15"],
      ...["-o", "ServerAliveCountMax=4"],
      ...["-o", "LogLevel=ERROR"],
      "-t",
      "root@127.0.0.1",
    ]);
    session.close();
  });

  it("uses the proxy's own key for the proxy", () => {
    const proxy = {
      ...connection,
      host: "198.51.100.7",
      port: 22,
      user: "swarm",
      privateKey: "the other key\n",
    };
    const session = new SshSession({ ...connection, host: "10.64.0.10", port: 22, proxy });
    const folder = dirname(fileOf(session, "UserKnownHostsFile="));
    assert.equal(
      fileOf(session, "ProxyCommand="),
      `ssh -F /dev/null -i ${folder}/proxy-key -p 22 -o UserKnownHostsFile=${folder}/known_hosts -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -o LogLevel=ERROR -W '%h:%p' swarm@198.51.100.7`,
    );
    assert.equal(session.arguments().at(-1), "root@10.64.0.10");
    assert.equal(readFileSync(`${folder}/proxy-key`, "utf8"), "the other key\n");
    assert.equal(
      readFileSync(`${folder}/known_hosts`, "utf8"),
      `10.64.0.10 ${connection.hostKey}\n198.51.100.7 ${connection.hostKey}\n`,
    );
    session.close();
    assert.equal(existsSync(folder), false);
  });

  it("keeps the key in a file for its owner only, until it is closed", () => {
    const session = new SshSession(connection);
    const key = `${dirname(fileOf(session, "UserKnownHostsFile="))}/key`;
    assert.equal(readFileSync(key, "utf8"), "the key\n");
    assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(key)).mode & 0o777, 0o700);
    session.close();
    assert.equal(existsSync(dirname(key)), false);
  });

  it("runs a command with input and returns its output", async () => {
    using _ssh = new FakeDocker("").add("ssh", 'for last; do :; done; printf "%s:" "$last"; cat');
    const session = new SshSession(connection);
    assert.equal(await session.run("sh -s", "the script"), "sh -s:the script");
    session.close();
  });

  for (const [answer, message] of [
    ["echo first >&2; echo 'no such service' >&2; exit 3", "its shell ended with 3 (no such service)"],
    ["exit 1", "its shell ended with 1"],
    ["echo 'Connection refused' >&2; exit 255", "it does not answer over SSH (Connection refused)"],
    ["exec sleep 60", "it does not answer over SSH"],
  ] as const)
    it(`reports why a command failed: ${message}`, async () => {
      using _ssh = new FakeDocker("").add("ssh", answer);
      const session = new SshSession(connection);
      await assert.rejects(session.run("sh -s", "", { timeout: 3000, isQuiet: true }), { message });
      session.close();
    });
});
