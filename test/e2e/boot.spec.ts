import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { bootData, bootParts, machineUser } from "../../components/targets/aws/machines/bootData.ts";
import { buildBody, Ec2Body } from "../support/ec2Body/ec2Body.ts";
import { FirstContact } from "../support/ec2Body/firstContact.ts";
import { docker } from "../support/engine.ts";
import { freePorts } from "../support/freePorts.ts";
import { Claim } from "../support/killedTests.ts";

const stack = "e2e-boot";
const disks = `swarm-${stack}-disks`;
const seed = Buffer.alloc(32, 7).toString("base64");
const client = deriveSshKeyPair(seed, "ssh client");
const host = deriveSshKeyPair(seed, "ssh host manager-0");
const booted = "targets/aws/machines/scripts/booted.sh";
const volume = "vol-0123456789abcdef0";
const foreign = "vol-0fedcba9876543210";

/** An EC2 machine's first boot with real cloud-init; each test continues where the previous one ended. */
describe("the first boot of an EC2 machine", () => {
  const bodies: Ec2Body[] = [];
  const contacts: FirstContact[] = [];
  let nextPort = 0;
  let claim: Claim;

  /** Starts the boot of a machine; its disk comes later. */
  function launch(name: string, dataVolume: string): { body: Ec2Body; ssh: FirstContact } {
    const userData = bootData(
      {
        node: "manager-0",
        user: machineUser,
        authorizedKey: client.publicKey,
        hostKey: host,
        engine: "debian",
        dataVolume,
        region: "eu-central-1",
      },
      bootParts(false),
    );
    const port = nextPort++;
    const options = [
      ...["--label", `swarm.stack=${stack}`, "--volume", `${disks}:/disks`],
      ...["--publish", `127.0.0.1:${port}:22`],
    ];
    const body = Ec2Body.create({
      name: `swarm-${stack}-${name}`,
      image: stack,
      userData,
      instance: `i-${name}`,
      options,
    });
    bodies.push(body.start());
    const ssh = new FirstContact(port, client.privateKey, host.publicKey);
    contacts.push(ssh);
    return { body, ssh };
  }

  async function text(body: Ec2Body, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await body.run(...args);
    assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  async function lineInLog(body: Ec2Body, line: string): Promise<void> {
    for (let look = 0; look < 150; look++) {
      const { stdout } = await body.run("cat", "/var/log/swarm-boot.log");
      if (stdout.split("\n").includes(line)) return;
      await sleep(200);
    }
    throw new Error(`the log never says ${line}: ${docker("logs", body.name).join("\n")}`);
  }

  /** Waits for the kernel, which frees a disk a moment after its machine is removed. */
  async function free(name: string): Promise<void> {
    for (let look = 0; look < 50; look++) {
      const used = globSync("/sys/block/loop*/loop/backing_file").map((file) => readFileSync(file, "utf8"));
      if (!used.some((file) => file.includes(name))) return;
      await sleep(200);
    }
    throw new Error(`the disk ${name} is still attached to this computer`);
  }

  before(async () => {
    nextPort = await freePorts(3);
    claim = new Claim(stack);
    // An earlier run that was killed may have left a disk with a file system on it.
    docker("volume", "rm", "--force", disks);
    docker("volume", "create", "--label", `swarm.stack=${stack}`, disks);
    buildBody(stack, stack);
  });

  after(async () => {
    for (const ssh of contacts) ssh[Symbol.dispose]();
    for (const body of bodies) body.remove();
    await free(volume);
    await free(foreign);
    docker("volume", "rm", "--force", disks);
    docker("image", "rm", "--force", stack);
    claim[Symbol.dispose]();
    const own = ["--quiet", "--filter", `label=swarm.stack=${stack}`];
    assert.deepEqual(
      [docker("ps", "--all", ...own), docker("volume", "ls", ...own), docker("image", "ls", ...own)],
      [[], [], []],
    );
  });

  const progress = (...lines: string[]) => lines.map((line) => `manager-0: ${line}\n`).join("");
  const noModules = /^manager-0: not in this kernel: .*\n/m;
  let engine = "";
  let key = "";

  it("reports its progress from the first contact on, and ends with an engine on its own disk", async () => {
    const { body, ssh } = launch("first", volume);
    const step = ssh.step(machineUser, booted, "machine-1");
    await lineInLog(body, `waits for the disk ${volume}`);
    body.attach(volume, `/disks/${volume}`);
    const { code, stdout, stderr } = await step;
    assert.deepEqual([code, stdout], [0, ""], stderr);
    const version = await text(body, "docker", "version", "--format", "{{.Server.Version}}");
    assert.equal(
      stderr.replace(noModules, ""),
      progress(
        "first boot of manager-0",
        `waits for the disk ${volume}`,
        `makes a file system on ${volume}`,
        `mounts ${volume} at /var/lib/docker`,
        "reads the package lists",
        "installs Docker Engine (debian) and what it needs",
        `ready: Docker Engine ${version}`,
      ),
    );
    assert.match(
      await text(body, "findmnt", "--noheadings", "--output", "SOURCE,FSTYPE", "--target", "/var/lib/docker"),
      /^\/dev\/loop\d+ +ext4$/m,
    );
    engine = await text(body, "docker", "info", "--format", "{{.ID}} {{.LoggingDriver}} {{.DockerRootDir}}");
    assert.match(engine, / json-file \/var\/lib\/docker$/);
  });

  it("satisfies cloud-init", async () => {
    const [body] = bodies as [Ec2Body];
    const status = JSON.parse(await text(body, "cloud-init", "status", "--wait", "--format", "json"));
    assert.deepEqual([status.status, status.errors, status.recoverable_errors], ["done", [], {}]);
    const userData = "/var/lib/cloud/instance/user-data.txt";
    assert.match(await text(body, "cloud-init", "schema", "--config-file", userData), /^Valid schema/);
  });

  it("admits only our user, and only with our keys", async () => {
    const [body] = bodies as [Ec2Body];
    const [ssh] = contacts as [FirstContact];
    const args = 'hostname; id -nG; docker info --format "{{.ID}}"; sudo -n id -un; getent hosts manager-0';
    const { code, stdout } = await ssh.run(machineUser, args);
    assert.equal(code, 0);
    const [hostname, groups, id, root, address] = stdout.split("\n");
    assert.deepEqual(
      [hostname, groups, id, root],
      ["manager-0", "swarm docker", engine.split(" ")[0], "root"],
    );
    assert.match(address ?? "", /^127\.0\.1\.1 /);
    assert.match((await ssh.run("root", "true")).stderr, /Permission denied \(publickey\)/);
    const sshd = await text(body, "sshd", "-T");
    assert.match(sshd, /^passwordauthentication no$/m);
    assert.match(sshd, /^maxstartups 100:30:200$/m);
    assert.deepEqual(sshd.match(/^hostkey .*/gm), ["hostkey /etc/ssh/ssh_host_ed25519_key"]);
    assert.equal((await body.run("sh", "-c", "ls /etc/ssh/ssh_host_*")).stdout.split("\n").length, 3);
    assert.equal(
      (await text(body, "sh", "-c", "getent passwd | awk -F: '$3 >= 1000 && $3 < 60000'")).split("\n").length,
      1,
    );
  });

  it("changes nothing when it runs again, and takes less than ten seconds", async () => {
    const [body] = bodies as [Ec2Body];
    const [ssh] = contacts as [FirstContact];
    await text(body, "sh", "-c", "echo kept >/var/lib/docker/kept");
    const look = () =>
      text(
        body,
        "sh",
        "-c",
        `dpkg-query --show; apt-mark showhold; cat /etc/fstab /var/log/swarm-boot.log /var/lib/docker/kept
stat --format '%n %y' /etc/fstab /etc/docker/daemon.json /var/lib/swarm/booted /var/log/swarm-boot.log
pgrep -x dockerd; stat --format %Y /proc/$(pgrep -x dockerd); docker info --format '{{.ID}}'; findmnt /var/lib/docker`,
      );
    const looked = await look();
    assert.match(looked, /^docker\.io$/m);
    const begin = Date.now();
    const { code, stderr } = await ssh.run(machineUser, "sudo -n sh /var/lib/cloud/instance/scripts/runcmd");
    assert.equal(code, 0, stderr);
    assert.ok(Date.now() - begin < 10_000, `${Date.now() - begin} ms`);
    assert.equal(await look(), looked);
    const again = await ssh.step(machineUser, booted, "machine-1");
    assert.deepEqual([again.code, again.stdout, again.stderr], [0, "", ""]);
  });

  it("keeps the engine when a new machine gets the old disk", async () => {
    bodies.shift()?.remove();
    contacts.shift()?.[Symbol.dispose]();
    const { body, ssh } = launch("second", volume);
    body.attach(volume, `/disks/${volume}`);
    const { code, stderr } = await ssh.step(machineUser, booted, "machine-2");
    assert.equal(code, 0, stderr);
    assert.ok(!stderr.includes("makes a file system"), stderr);
    assert.equal(await text(body, "cat", "/var/lib/docker/kept"), "kept");
    assert.equal(
      await text(body, "docker", "info", "--format", "{{.ID}} {{.LoggingDriver}} {{.DockerRootDir}}"),
      engine,
    );
  });

  it("refuses a disk with another file system, and leaves it unchanged", async () => {
    const { body, ssh } = launch("third", foreign);
    const file = `/disks/${foreign}`;
    await text(body, "sh", "-c", `truncate --size 256M ${file} && mkfs.ext2 -q ${file}`);
    const sum = await text(body, "sha256sum", file);
    body.attach(foreign, file);
    const { code, stderr } = await ssh.step(machineUser, booted, "machine-3");
    assert.equal(code, 1);
    const disk = await text(body, "sh", "-c", "readlink -f /dev/disk/by-id/*");
    assert.equal(
      stderr,
      progress(
        "first boot of manager-0",
        `failed: the disk ${foreign} has ext2 instead of ext4: it stays unchanged`,
        `the first boot failed: the disk ${foreign} has ext2 instead of ext4: it stays unchanged`,
      ) +
        `  → see that it is the right volume; what may go is removed by hand: sudo dd if=/dev/zero of=${disk} bs=1M count=4, then run it again on the machine: sudo sh /var/lib/cloud/instance/scripts/runcmd\n`,
    );
    assert.equal(await text(body, "sha256sum", file), sum);
    await text(body, "dd", "if=/dev/zero", `of=${disk}`, "bs=1M", "count=4");
  });

  it("refuses Docker packages that are signed with another key", async () => {
    const [, body] = bodies as [Ec2Body, Ec2Body];
    const [, ssh] = contacts as [FirstContact, FirstContact];
    key = await text(body, "/repository.sh", "/srv/repository");
    const elsewhere = "s|^repository=.*|repository=file:///srv/repository|";
    await text(body, "sed", "-i", elsewhere, "/usr/local/sbin/swarm-boot");
    await text(body, "sed", "-i", "s|'debian'|'29.8.2'|", "/var/lib/cloud/instance/scripts/runcmd");
    const { code, stderr } = await ssh.step(machineUser, booted, "machine-3");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `${progress(
        "the first boot failed; it runs again",
        "first boot of manager-0",
        `makes a file system on ${foreign}`,
        `mounts ${foreign} at /var/lib/docker`,
        "reads the package lists",
        `failed: the key of Docker's packages is ${key}, not 9DC858229FC7DD38854AE2D88D81803C0EBFCD88`,
        `the first boot failed: the key of Docker's packages is ${key}, not 9DC858229FC7DD38854AE2D88D81803C0EBFCD88`,
      )}  → find out who answers for file:///srv/repository\n`,
    );
    assert.equal((await body.run("sh", "-c", "command -v dockerd")).code, 127);
  });

  it("continues where it failed, installs the wanted version of Docker, and holds it", async () => {
    const [, body] = bodies as [Ec2Body, Ec2Body];
    const [, ssh] = contacts as [FirstContact, FirstContact];
    await text(body, "sed", "-i", `s|^fingerprint=.*|fingerprint=${key}|`, "/usr/local/sbin/swarm-boot");
    const { code, stderr } = await ssh.step(machineUser, booted, "machine-3");
    assert.equal(code, 0, stderr);
    assert.equal(
      stderr.replace(noModules, "").replace(/Engine \d.*/, "Engine"),
      progress(
        "the first boot failed; it runs again",
        "first boot of manager-0",
        "reads the package lists",
        "installs Docker Engine (29.8.2) and what it needs",
        "starts Docker Engine",
        "ready: Docker Engine",
      ),
    );
    const versions = "dpkg-query --show docker-ce docker-ce-cli containerd.io";
    const expected = [
      "containerd.io\t2.2.1-1~debian.13~trixie",
      "docker-ce\t5:29.8.2-1~debian.13~trixie",
      "docker-ce-cli\t5:29.8.2-1~debian.13~trixie",
    ];
    assert.deepEqual((await text(body, "sh", "-c", versions)).split("\n"), expected);
    assert.match(
      await text(body, "apt-get", "--simulate", "dist-upgrade"),
      /kept back:\n +docker-ce docker-ce-cli\n/,
    );
  });
});
