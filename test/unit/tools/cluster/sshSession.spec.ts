import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { knownHost, SshSession } from "../../../../tools/cluster/sshSession.ts";
import { run } from "../../../support/run.ts";

const connection = {
  host: "127.0.0.1",
  port: 20000,
  user: "root",
  privateKey: "the key\n",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP1Z54PDyip761yFWhMgOsHnGBnbATdgyKJR2x2V7rAc",
};

describe("knownHost", () => {
  it("writes the port only where it is not SSH's own", () => {
    assert.equal(knownHost(connection), `[127.0.0.1]:20000 ${connection.hostKey}\n`);
    assert.equal(
      knownHost({ ...connection, host: "node.example", port: 22 }),
      `node.example ${connection.hostKey}\n`,
    );
  });

  it("is found by ssh-keygen under the name that ssh looks for", async () => {
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
  it("takes nothing but its own key and host key, and asks nobody", () => {
    const session = new SshSession(connection);
    const folder = dirname(fileOf(session, "UserKnownHostsFile="));
    assert.deepEqual(session.arguments("-t"), [
      ...["-F", "/dev/null", "-i", `${folder}/key`, "-p", "20000"],
      ...["-o", `UserKnownHostsFile=${folder}/known_hosts`],
      ...["-o", "StrictHostKeyChecking=yes"],
      ...["-o", "IdentitiesOnly=yes"],
      ...["-o", "BatchMode=yes"],
      ...["-o", "ConnectTimeout=10"],
      ...["-o", "LogLevel=ERROR"],
      "-t",
      "root@127.0.0.1",
    ]);
    session.close();
  });

  it("keeps the key in a file for its owner alone, until it is closed", () => {
    const session = new SshSession(connection);
    const key = `${dirname(fileOf(session, "UserKnownHostsFile="))}/key`;
    assert.equal(readFileSync(key, "utf8"), "the key\n");
    assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(key)).mode & 0o777, 0o700);
    session.close();
    assert.equal(existsSync(dirname(key)), false);
  });
});
