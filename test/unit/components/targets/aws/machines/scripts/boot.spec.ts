import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  base,
  boot,
  booted,
  configure,
  install,
  key,
  machine,
  update,
} from "../../../../../../support/bootingMachine.ts";

describe("boot.sh", () => {
  it("installs the engine of this version from Docker's own packages and holds it", async () => {
    using host = machine();
    const { code, log, changes, failed, booted } = await boot(host);
    assert.deepEqual([code, failed, booted], [0, undefined, true]);
    assert.deepEqual(log, [
      "first boot of this-host",
      "reads the package lists",
      "installs Docker Engine (29.8.2) and what it needs",
      "starts Docker Engine",
      "ready: Docker Engine 29.8.2",
    ]);
    assert.deepEqual(
      changes.map((call) => call.replace(/\/tmp\/TEMPORARY|\S*TEMPORARY/g, "KEYS")),
      [
        update,
        configure,
        install("ca-certificates curl gpg"),
        "curl --fail --silent --show-error --location --max-time 60 --output KEYS/docker.asc https://download.docker.com/linux/debian/gpg",
        "gpg --homedir KEYS --batch --with-colons --show-keys KEYS/docker.asc",
        "install -D -m 644 KEYS/docker.asc /etc/apt/keyrings/docker.asc",
        update,
        configure,
        install(`${base.join(" ")} docker-ce=5:29.8.2-* docker-ce-cli=5:29.8.2-* containerd.io`),
        "apt-mark hold docker-ce docker-ce-cli containerd.io",
        "usermod --append --groups docker swarm",
        "service docker start",
      ],
    );
    assert.equal(
      host.read("apt/docker.list"),
      "deb [arch=arm64 signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/debian trixie stable\n",
    );
  });

  it("installs Debian's engine if the settings choose it", async () => {
    using host = machine();
    const { code, changes } = await boot(host, { version: "debian" });
    assert.equal(code, 0);
    assert.deepEqual(changes.slice(0, 4), [
      update,
      configure,
      install(`${base.join(" ")} docker.io docker-cli`),
      "apt-mark hold docker.io docker-cli",
    ]);
  });

  it("changes nothing on a machine that has booted", async () => {
    using host = booted();
    const { code, log, changes } = await boot(host);
    assert.deepEqual([code, log], [0, []]);
    assert.deepEqual(changes, ["apt-mark hold docker-ce docker-ce-cli containerd.io"]);
  });

  it("does not confuse versions with the same start", async () => {
    using host = booted();
    const { changes } = await boot(host, { version: "29.8.20" });
    assert.ok(changes.some((call) => call.includes("docker-ce=5:29.8.20-* ")));
  });

  it("waits until the mirrors answer", async () => {
    using host = machine({ "refuse-apt": "5" });
    const { code, changes } = await boot(host);
    assert.equal(code, 0);
    assert.equal(changes.filter((call) => call === update).length, 5 + 2);
    assert.equal(host.read("time"), "1010\n");
  });

  it("fails with apt's first error after five minutes", async () => {
    using host = machine({ "refuse-apt": "999" });
    const { code, log, failed, booted } = await boot(host);
    assert.deepEqual([code, booted, host.read("time")], [1, false, "1300\n"]);
    assert.equal(log.at(-1), "failed: the package lists cannot be read: E: the mirrors are away");
    assert.equal(
      failed,
      `the package lists cannot be read: E: the mirrors are away
  → see that the subnet has a way to the internet (an internet or a NAT gateway), then run it again on the machine: sudo sh /var/lib/cloud/instance/scripts/runcmd
`,
    );
  });

  it("continues after a failure when it runs again", async () => {
    using host = machine({ "refuse-apt": "999" });
    await boot(host);
    host.write("refuse-apt", "0");
    const { code, failed, booted } = await boot(host);
    assert.deepEqual([code, failed, booted], [0, undefined, true]);
  });

  it("refuses packages with another signing key", async () => {
    using host = machine({ fingerprint: "0000" });
    const { code, failed, changes, temporary } = await boot(host);
    assert.deepEqual([code, temporary], [1, []]);
    assert.equal(
      failed,
      `the key of Docker's packages is 0000, not ${key}
  → find out who answers for https://download.docker.com/linux
`,
    );
    assert.ok(!changes.some((call) => call.includes("docker-ce")));
    assert.equal(existsSync(host.path("apt/docker.list")), false);
  });

  it("refuses any system but Debian and Ubuntu", async () => {
    using host = machine({ "os-release": 'ID=amzn\nPRETTY_NAME="Amazon Linux 2023"\n' });
    const { code, failed, changes } = await boot(host);
    assert.deepEqual([code, changes], [1, []]);
    assert.equal(
      failed,
      `this is Amazon Linux 2023, not Debian or Ubuntu
  → set swarm:aws.machines.image to one of them
`,
    );
  });

  it("reports missing kernel modules, once", async () => {
    using host = machine({ "unknown-modules": "ip_vs\n" });
    const expected = "not in this kernel: ip_vs (without ip_vs services need endpoint_mode: dnsrr)";
    assert.ok((await boot(host)).log.includes(expected));
    assert.equal((await boot(host)).log.filter((line) => line === expected).length, 1);
  });

  it("fails if the engine does not start", async () => {
    using host = machine({ broken: "" });
    const { code, failed } = await boot(host);
    assert.equal(code, 1);
    assert.match(
      failed ?? "",
      /^Docker Engine does not answer: no engine\n {2}→ read its log: journalctl -u docker/,
    );
  });

  it("reports a command that fails without a message", async () => {
    using host = machine({ modules: "", "os-release": "false\n" });
    const { code, failed } = await boot(host);
    assert.equal(code, 1);
    assert.match(failed ?? "", /^a command ended with 1\n {2}→ read \/var\/log\/cloud-init-output.log/);
  });
});
