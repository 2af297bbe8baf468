import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf, Instances } from "./instances.ts";

const volume = "vol-0123456789abcdef0";
const log = "cat /var/log/swarm-boot.log";
const booted = "test -f /var/lib/swarm/booted";
const nodeId = "docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}' | grep active";
const metadata = "http://169.254.169.254/latest";
const token = `curl -sf -m 20 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${metadata}/api/token`;
const instanceId = `curl -sf -H "X-aws-ec2-metadata-token: $(${token})" ${metadata}/meta-data/instance-id`;

/** Each test continues where the previous one ended. */
describe("the first boot of an EC2 machine, on a virtual machine with a metadata service", () => {
  const state = mkdtempSync(join(tmpdir(), "swarm-vms-"));
  const manager = ["manager-0", 1] as const;
  const worker = ["worker-0", 2] as const;
  let instances: Instances;
  let member = "";

  before(() => {
    instances = new Instances(process.env.SWARM_VMS_IMAGE ?? "", state);
    instances.breakMirror(2, true);
    const disk = instances.volume(volume);
    instances.start(...manager, { id: "i-00000000000000001", disk, isLate: true });
    instances.start(...worker, { id: "i-00000000000000002" });
  });

  after(() => {
    instances?.stop();
    rmSync(state, { recursive: true, force: true });
  });

  it("waits for a data disk that AWS attaches late", async () => {
    await instances.until(...manager, `${log} | grep 'waits for the disk'`);
    await instances.attach(1, volume);
    await instances.until(...manager, booted);
    const engine = await instances.on(...manager, "docker version --format '{{.Server.Version}}'");
    assert.deepEqual((await instances.on(...manager, log)).split("\n"), [
      "first boot of manager-0",
      `waits for the disk ${volume}`,
      `makes a file system on ${volume}`,
      `mounts ${volume} at /var/lib/docker`,
      "reads the package lists",
      "installs Docker Engine (debian) and what it needs",
      `ready: Docker Engine ${engine}`,
    ]);
    const mounted = await instances.on(...manager, "findmnt --noheadings --output SOURCE /var/lib/docker");
    assert.match(mounted, /^\/dev\/nvme\d+n1$/);
  });

  it("reports a package mirror that fails, and continues once it answers", async () => {
    const failed = await instances.until(...worker, "cat /var/lib/swarm/failed");
    assert.match(
      failed,
      /^the package lists cannot be read: E: .*503.*\n {2}→ see that the subnet has a way to the internet \(an internet or a NAT gateway\), then run it again on the machine: (sudo sh \S+)$/,
    );
    const again = /sudo sh \S+$/.exec(failed)?.[0] ?? "";
    instances.breakMirror(2, false);
    await instances.on(...worker, again);
    await instances.on(...worker, booted);
  });

  it("lets the machines form a swarm", async () => {
    await instances.on(...manager, `docker swarm init --advertise-addr ${addressOf(1)}`);
    const secret = await instances.on(...manager, "docker swarm join-token --quiet worker");
    await instances.on(...worker, `docker swarm join --token ${secret} ${addressOf(1)}:2377`);
    const nodes = await instances.on(...manager, "docker node ls --format '{{.Hostname}} {{.Status}}'");
    assert.deepEqual(nodes.split("\n").sort(), ["manager-0 Ready", "worker-0 Ready"]);
    member = await instances.on(...manager, nodeId);
    assert.match(member, /^active \w{25}$/);
  });

  it("has metadata for the machine, and none for containers", async () => {
    assert.equal(await instances.on(...manager, instanceId), "i-00000000000000001");
    const binary = join(state, "probe");
    execFileSync("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "."], {
      cwd: join(import.meta.dirname, "probe"),
      env: { ...process.env, CGO_ENABLED: "0" },
    });
    const content = execFileSync("tar", ["-C", state, "-c", "probe"], { maxBuffer: 256 * 1024 * 1024 });
    await instances.on(...manager, "docker import --change 'ENTRYPOINT [\"/probe\"]' - probe:1", content);
    const ask = (network: string) =>
      instances.on(...manager, `docker run --rm --network ${network} probe:1 ${metadata}/api/token`);
    assert.match(await ask("bridge"), /Client\.Timeout exceeded while awaiting headers/);
    // Control: a container that shares the machine's network gets a token.
    assert.match(await ask("host"), /^200 \w+$/);
  });

  it("keeps its node id over a reboot", async () => {
    const boot = await instances.on(...manager, "cat /proc/sys/kernel/random/boot_id");
    await instances.on(...manager, "sudo systemctl reboot").catch(() => undefined);
    await instances.until(...manager, `! grep -q ${boot} /proc/sys/kernel/random/boot_id`);
    assert.equal(await instances.until(...manager, nodeId), member);
    assert.equal(await instances.on(...manager, "systemctl is-active docker"), "active");
  });

  it("keeps its node id on a new machine with the old disk", async () => {
    await instances.end(1);
    instances.start(...manager, { id: "i-00000000000000003", disk: join(state, `${volume}.raw`) });
    await instances.until(...manager, booted);
    assert.equal(await instances.on(...manager, instanceId), "i-00000000000000003");
    assert.equal(await instances.until(...manager, nodeId), member);
    assert.doesNotMatch(await instances.on(...manager, log), /makes a file system/);
  });
});
