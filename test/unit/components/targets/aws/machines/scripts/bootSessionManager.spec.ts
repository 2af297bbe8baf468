import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { agentKey, boot, booted, commands } from "../../../../../../support/bootingMachine.ts";
import { FakeHost } from "../../../../../../support/fakeHost.ts";
import { Folder } from "../../../../../../support/folder.ts";

describe("AWS Session Manager in boot.sh", () => {
  const shell = { shell: "session-manager" };
  const agent =
    "https://s3.eu-central-1.amazonaws.com/amazon-ssm-eu-central-1/3.3.4851.0/debian_arm64/amazon-ssm-agent.deb";

  it("is installed in one version if the settings enable it", async () => {
    using host = booted();
    const { code, changes } = await boot(host, shell);
    assert.equal(code, 0);
    const fetched = changes.filter((call) => call.startsWith("curl ")).map((call) => call.split(" ").at(-1));
    assert.deepEqual(fetched, [
      "https://raw.githubusercontent.com/aws/amazon-ecs-agent/master/scripts/amazon-ssm-agent.gpg",
      `${agent}.sig`,
      agent,
    ]);
    assert.ok(changes.some((call) => call.startsWith("dpkg --install ")));
    assert.deepEqual((await boot(host, shell)).changes, [
      "apt-mark hold docker-ce docker-ce-cli containerd.io",
    ]);
  });

  for (const [what, verdict] of [
    [
      "by another key",
      "[GNUPG:] GOODSIG 1 SSM Agent\n[GNUPG:] VALIDSIG 4855A9E6833216D6A77D8FE451A8E050D0052E5D 2026\n",
    ],
    ["by a key that has expired", `[GNUPG:] EXPKEYSIG 1 SSM Agent\n[GNUPG:] VALIDSIG ${agentKey} 2028\n`],
    ["that is bad", `[GNUPG:] BADSIG 2784DBF388D19D46 SSM Agent\n`],
    [
      "by a key that is not there",
      "[GNUPG:] ERRSIG 2784DBF388D19D46 1 8 00 1 9\n[GNUPG:] NO_PUBKEY 2784DBF388D19D46\n",
    ],
  ] as const)
    it(`is not installed with a signature ${what}`, async () => {
      using host = booted();
      host.write("verdict", verdict);
      const { code, log, changes, booted: done } = await boot(host, shell);
      assert.deepEqual([code, done], [0, true]);
      assert.deepEqual(log, [
        "installs the agent of AWS Session Manager",
        `no shell through AWS Session Manager: the package has no valid signature by the key ${agentKey}`,
      ]);
      assert.ok(!changes.some((call) => call.startsWith("dpkg --install ")));
    });

  it("is installed only with a signature that GnuPG verifies, not with one byte changed", async () => {
    using folder = new Folder();
    const gpg = (...args: string[]) =>
      execFileSync("gpg", ["--homedir", folder.path, "--batch", "--passphrase", "", ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    chmodSync(folder.path, 0o700);
    folder.write({ "agent.deb": "package" });
    gpg("--quick-generate-key", "SSM Agent <ssm@example.com>", "rsa2048", "default", "1d");
    gpg("--output", folder.at("keys"), "--export");
    gpg("--output", folder.at("agent.deb.sig"), "--detach-sign", folder.at("agent.deb"));
    const own = /^fpr:+(?<fingerprint>\w+):/m.exec(gpg("--with-colons", "--fingerprint"))?.groups
      ?.fingerprint;
    for (const [content, isInstalled] of [
      ["package", true],
      ["pockage", false],
    ] as const) {
      folder.write({ "agent.deb": content });
      const curl = `while [ "$1" != --output ]; do shift; done
case $3 in *.gpg) name=keys ;; *.sig) name=agent.deb.sig ;; *) name=agent.deb ;; esac
cp "${folder.path}/$name" "$2"`;
      const { gpg: _fake, ...others } = commands;
      using host = booted(new FakeHost({ ...others, curl }));
      const { changes } = await boot(host, { ...shell, agentFingerprint: own ?? "" });
      assert.equal(
        changes.some((call) => call.startsWith("dpkg --install ")),
        isInstalled,
      );
    }
    execFileSync("gpgconf", ["--homedir", folder.path, "--kill", "all"]);
  });

  it("does not stop the boot if it cannot be installed", async () => {
    using host = booted();
    host.write("refuse-curl", "999");
    const { code, log, booted: done } = await boot(host, shell);
    assert.deepEqual([code, done], [0, true]);
    assert.deepEqual(log, [
      "installs the agent of AWS Session Manager",
      "no shell through AWS Session Manager: curl: no route",
    ]);
  });
});
