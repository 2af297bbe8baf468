import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { FakeHost } from "../../../../../support/fakeHost.ts";
import { Folder } from "../../../../../support/folder.ts";

const key = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88";
const agentKey = "1C5B395CBE5E74E2F1CA21592784DBF388D19D46";
const engine = ["docker-ce 5:29.8.2-1~debian.13~trixie", "docker-ce-cli 5:29.8.2-1~debian.13~trixie"];
const base =
  "amazon-ecr-credential-helper ca-certificates chrony curl e2fsprogs iproute2 iptables kmod".split(" ");
const volume = "vol-0abc";
const device = `disks/nvme-Amazon_Elastic_Block_Store_vol0abc`;

/** The packages are lines of `$HOST/packages`; what must go wrong has a file `$HOST/refuse-WHAT` that says how often. */
const refuse = (what: string, text: string) => `
left=$(cat "$HOST/refuse-${what}" 2>/dev/null || echo 0)
if [ "$left" -gt 0 ]; then
  echo $((left - 1)) >"$HOST/refuse-${what}"
  echo "${text}"
  exit 100
fi`;
const commands = {
  "apt-get": `${refuse("apt", "Err:1\nE: the mirrors are away\nE: some lists are old")}
case "$*" in *install*)
  for word in "$@"; do
    case $word in
      docker-ce*=*) echo "\${word%%=*} 5:29.8.2-1~debian.13~trixie" ;;
      -* | [a-z]*[!a-z]Lock* | install) ;;
      *) echo "$word 1.0" ;;
    esac
  done >>"$HOST/packages" ;;
esac`,
  "apt-mark": ":",
  blkid: 'case "$*" in *UUID*) echo 11-22 ;; *) cat "$HOST/type" 2>/dev/null || exit 2 ;; esac',
  chronyc: ":",
  curl: `${refuse("curl", "curl: no route")}
while [ "$1" != --output ]; do shift; done
echo key >"$2"`,
  date: 'cat "$HOST/time"',
  docker: `case "$*" in info) [ -f "$HOST/running" ] || { echo "no engine"; exit 1; } ;; *) echo 29.8.2 ;; esac`,
  dpkg: 'case "$*" in --print*) echo arm64 ;; --install*) echo "amazon-ssm-agent 3.3" >>"$HOST/packages" ;; esac',
  "dpkg-query": `for package in "$@"; do :; done
found=$(grep "^$package " "$HOST/packages") || exit 1
printf 'installed %s' "\${found#* }"`,
  findmnt: '[ -f "$HOST/mounted" ]',
  gpg: `case "$*" in
  *--import*) ;;
  *--verify*) cat "$HOST/verdict" ;;
  *) printf "pub:u:4096\\nfpr:::::::::%s:\\nsub:u\\nfpr:::::::::AAAA:\\n" "$(cat "$HOST/fingerprint")" ;;
esac`,
  id: 'cat "$HOST/groups"',
  install: ":",
  "mkfs.ext4": 'echo ext4 >"$HOST/type"',
  modprobe: '! grep -qx "$2" "$HOST/unknown-modules"',
  mount: 'touch "$HOST/mounted"',
  pgrep: '[ -f "$HOST/running" ]',
  service: `case $2 in start) [ -f "$HOST/broken" ] || touch "$HOST/running" ;; stop) rm "$HOST/running" ;; esac`,
  sleep: 'echo $(($(cat "$HOST/time") + $1)) >"$HOST/time"',
  snap: "exit 1",
  usermod: 'echo "swarm docker" >"$HOST/groups"',
};

const trixie = 'ID=debian\nVERSION_CODENAME=trixie\nPRETTY_NAME="Debian 13"\n';

/** A fresh machine; the disk is there. */
function machine(files: Readonly<Record<string, string>> = {}, host = new FakeHost(commands)): FakeHost {
  const fresh = {
    time: "1000\n",
    packages: "curl 8\n",
    groups: "swarm\n",
    fingerprint: `${key}\n`,
    verdict: `[GNUPG:] GOODSIG 2784DBF388D19D46 SSM Agent\n[GNUPG:] VALIDSIG ${agentKey} 2026-11-01\n`,
    "unknown-modules": "",
    "os-release": trixie,
    fstab: "",
    modules: "ip_vs\nvxlan\n",
    "apt/none": "",
    [device]: "",
  };
  for (const [name, content] of Object.entries({ ...fresh, ...files })) host.write(name, content);
  return host;
}

/** A machine that has booted already with Docker's packages. */
const booted = (host?: FakeHost) =>
  machine(
    {
      packages: [...engine, "containerd.io 2.1", ...base.map((name) => `${name} 1.0`), ""].join("\n"),
      groups: "swarm docker\n",
      running: "",
      "state/booted": "",
    },
    host,
  );

async function boot(
  host: FakeHost,
  { version = "29.8.2", disk = "none", shell = "none", agentFingerprint = agentKey } = {},
) {
  const changes = {
    "/var/log/swarm-boot.log": host.path("log"),
    "/var/lib/swarm": host.path("state"),
    "/var/lib/docker": host.path("data"),
    "/dev/disk/by-id/": host.path("disks/"),
    "/dev/xvdf": host.path("xvdf"),
    "/dev/sdf": host.path("sdf"),
    "[ -b ": "[ -e ",
    "/etc/os-release": host.path("os-release"),
    "/etc/fstab": host.path("fstab"),
    "/etc/modules-load.d/swarm.conf": host.path("modules"),
    "/etc/apt/sources.list.d/docker.list": host.path("apt/docker.list"),
    "/run/systemd/system": host.path("systemd"),
    "/sys/module/": host.path("loaded/"),
    [`agent_fingerprint=${agentKey}`]: `agent_fingerprint=${agentFingerprint}`,
  };
  const words = ["swarm", version, "eu-central-1", disk, shell];
  const outcome = await host.run("machines/ec2/scripts/boot.sh", words, undefined, changes);
  const shown = (text: string) =>
    text.replaceAll(`${host.path("")}/`, "").replaceAll(/tmp\.\w+/g, "TEMPORARY");
  const looks = /^(date|sleep|dpkg-query|dpkg --print|id|findmnt|docker|chronyc|pgrep|modprobe)\b/;
  return {
    code: outcome.code,
    output: outcome.stdout,
    log: existsSync(host.path("log")) ? host.read("log").split("\n").slice(0, -1) : [],
    failed: existsSync(host.path("state/failed")) ? host.read("state/failed") : undefined,
    booted: existsSync(host.path("state/booted")),
    changes: outcome.calls.filter((call) => !looks.test(call)).map(shown),
  };
}

const configure = "dpkg --configure -a";
const install = (words: string) =>
  `apt-get -o DPkg::Lock::Timeout=60 install --yes --no-install-recommends ${words}`;
const update = "apt-get -o APT::Update::Error-Mode=any update";

describe("boot.sh", () => {
  it("installs the engine of this version from Docker's own packages and keeps it", async () => {
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

  it("installs Debian's engine where that is wanted", async () => {
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

  it("takes no other version for the wanted one", async () => {
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

  it("fails with apt's first complaint after five minutes", async () => {
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

  it("goes on after a failure when it is run again", async () => {
    using host = machine({ "refuse-apt": "999" });
    await boot(host);
    host.write("refuse-apt", "0");
    const { code, failed, booted } = await boot(host);
    assert.deepEqual([code, failed, booted], [0, undefined, true]);
  });

  it("takes no packages that another key has signed", async () => {
    using host = machine({ fingerprint: "0000" });
    const { code, failed, changes } = await boot(host);
    assert.equal(code, 1);
    assert.equal(
      failed,
      `the key of Docker's packages is 0000, not ${key}
  → find out who answers for https://download.docker.com/linux
`,
    );
    assert.ok(!changes.some((call) => call.includes("docker-ce")));
    assert.equal(existsSync(host.path("apt/docker.list")), false);
  });

  it("refuses what is neither Debian nor Ubuntu", async () => {
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

  it("tells which modules the kernel has not, once", async () => {
    using host = machine({ "unknown-modules": "ip_vs\n" });
    const expected = "not in this kernel: ip_vs (without ip_vs services need endpoint_mode: dnsrr)";
    assert.ok((await boot(host)).log.includes(expected));
    assert.equal((await boot(host)).log.filter((line) => line === expected).length, 1);
  });

  it("fails where the engine does not start", async () => {
    using host = machine({ broken: "" });
    const { code, failed } = await boot(host);
    assert.equal(code, 1);
    assert.match(
      failed ?? "",
      /^Docker Engine does not answer: no engine\n {2}→ read its log: journalctl -u docker/,
    );
  });

  it("tells of a command that fails without a word", async () => {
    using host = machine({ modules: "", "os-release": "false\n" });
    const { code, failed } = await boot(host);
    assert.equal(code, 1);
    assert.match(failed ?? "", /^a command ended with 1\n {2}→ read \/var\/log\/cloud-init-output.log/);
  });
});

describe("the disk of a manager in boot.sh", () => {
  const disk = { disk: volume };
  const line = (host: FakeHost) =>
    `UUID=11-22 ${host.path("data")} ext4 defaults,nofail,x-systemd.device-timeout=120s 0 2\n`;

  it("gets a file system and its place before any package", async () => {
    using host = machine();
    const { code, log, changes } = await boot(host, disk);
    assert.equal(code, 0);
    assert.deepEqual(log.slice(0, 4), [
      "first boot of this-host",
      `makes a file system on ${volume}`,
      `mounts ${volume} at ${host.path("data")}`,
      "reads the package lists",
    ]);
    assert.deepEqual(changes.slice(0, 6), [
      `blkid -p -o value -s TYPE ${device}`,
      `mkfs.ext4 -q ${device}`,
      `blkid -p -o value -s UUID ${device}`,
      `mount ${device} data`,
      update,
      configure,
    ]);
    assert.equal(host.read("fstab"), line(host));
  });

  it("keeps what is on it", async () => {
    using host = machine({ type: "ext4\n" });
    const { code, changes } = await boot(host, disk);
    assert.equal(code, 0);
    assert.ok(!changes.some((call) => call.startsWith("mkfs")));
    assert.ok(changes.includes(`mount ${device} data`));
  });

  it("is mounted once", async () => {
    using host = machine();
    await boot(host, disk);
    const { code, changes } = await boot(host, disk);
    assert.deepEqual([code, changes], [0, ["apt-mark hold docker-ce docker-ce-cli containerd.io"]]);
    assert.equal(host.read("fstab"), line(host));
  });

  for (const [what, files, named] of [
    ["another file system", { type: "xfs\n" }, "xfs"],
    ["bytes that nobody knows", { [device]: "who knows" }, "something"],
  ] as const) {
    it(`stays as it is with ${what}`, async () => {
      using host = machine(files);
      const { code, failed, changes } = await boot(host, disk);
      assert.deepEqual([code, changes], [1, [`blkid -p -o value -s TYPE ${device}`]]);
      assert.match(
        failed ?? "",
        new RegExp(`^the disk ${volume} carries ${named} that is not ext4: it is left as it is\n`),
      );
    });
  }

  it("is waited for", async () => {
    using host = machine();
    const { code, log, failed } = await boot(host, { disk: "vol-0def" });
    assert.deepEqual([code, host.read("time")], [1, "1300\n"]);
    assert.deepEqual(log, [
      "first boot of this-host",
      "waits for the disk vol-0def",
      "failed: the disk vol-0def is not there after five minutes",
    ]);
    assert.match(failed ?? "", /\n {2}→ see that it is attached, then run it again/);
  });

  it("may have the name of older machines", async () => {
    using host = machine({ xvdf: "" });
    const { code, changes } = await boot(host, { disk: "vol-0def" });
    assert.equal(code, 0);
    assert.ok(changes.includes("mkfs.ext4 -q xvdf"));
  });

  it("stops an engine that the image started beside it", async () => {
    using host = machine({ running: "" });
    const { changes } = await boot(host, disk);
    const [stop, mount] = ["service docker stop", `mount ${device} data`].map((call) =>
      changes.indexOf(call),
    );
    assert.ok(stop !== undefined && mount !== undefined && stop >= 0 && mount > stop, changes.join("\n"));
  });
});

describe("AWS Session Manager in boot.sh", () => {
  const shell = { shell: "session-manager" };
  const agent =
    "https://s3.eu-central-1.amazonaws.com/amazon-ssm-eu-central-1/latest/debian_arm64/amazon-ssm-agent.deb";

  it("is installed where it is wanted", async () => {
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

  it("is installed with a signature that GnuPG itself accepts, and not with one byte changed", async () => {
    using folder = new Folder();
    const gpg = (...words: string[]) =>
      execFileSync("gpg", ["--homedir", folder.path, "--batch", "--passphrase", "", ...words], {
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

  it("stops no boot where it cannot be installed", async () => {
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
