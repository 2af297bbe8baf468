import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mountedVolumes, nfsOptions, sharedDirectories } from "../../components/compose/sharedVolumes.ts";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { type PayloadRecord, payloadOf } from "../../components/steps/payload.ts";
import { type StoredScript, storedScript } from "../../components/steps/script.ts";
import { quote, scriptFolder } from "../../components/steps/shell.ts";
import { machineUser } from "../../components/targets/aws/machines/bootData.ts";
import { addressOf, Instances } from "./instances.ts";

const volume = "vol-0123456789abcdef0";
const log = "cat /var/log/swarm-boot.log";
const booted = "test -f /var/lib/swarm/booted";
const nodeId = "docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}' | grep active";
const metadata = "http://169.254.169.254/latest";
const token = `curl -sf -m 20 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${metadata}/api/token`;
const instanceId = `curl -sf -H "X-aws-ec2-metadata-token: $(${token})" ${metadata}/meta-data/instance-id`;

const cluster = "0123456789abcdef0123";
const scriptAt = (path: string) => storedScript(new URL(`../../components/${path}`, import.meta.url));
const parts = "usr/bin/dash usr/bin/cat usr/lib/x86_64-linux-gnu/libc.so.6 lib64/ld-linux-x86-64.so.2";
const shellImage = `tar -C / -ch ${parts} | docker import --change 'ENTRYPOINT ["/usr/bin/dash", "-c"]' - shell:1`;

/** Each test continues where the previous one ended. */
describe("the first boot of an EC2 machine, on a virtual machine with a metadata service", () => {
  const state = mkdtempSync(join(tmpdir(), "swarm-vms-"));
  const manager = ["manager-0", 1] as const;
  const worker = ["worker-0", 2] as const;
  let instances: Instances;
  let member = "";

  const onBoth = (command: string) =>
    Promise.all([instances.on(...manager, command), instances.on(...worker, command)]);

  /** The labels and the record that the program's own steps would have left. */
  async function markAsOurs(): Promise<void> {
    const api = "curl -sf --unix-socket /var/run/docker.sock";
    const swarm = JSON.parse(await instances.on(...manager, `${api} http://docker/swarm`));
    const spec = JSON.stringify({ ...swarm.Spec, Labels: { "swarm.cluster": cluster } });
    const update = `${api} --header 'Content-Type: application/json' --data-binary @- 'http://docker/swarm/update?version=${swarm.Version.Index}'`;
    await instances.on(...manager, update, Buffer.from(spec));
    const labels = `--label-add swarm.cluster=${cluster} --label-add swarm.node=worker-0`;
    await instances.on(...manager, `docker node update ${labels} worker-0`);
    const record = `echo ${cluster} ${swarm.ID} | sudo tee /var/lib/docker/swarm-cluster`;
    await instances.on(...worker, record);
  }

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

  it("has the same files on both machines in a volume of type efs", async () => {
    const server = [
      ...["apt-get -q update", "DEBIAN_FRONTEND=noninteractive apt-get -q install -y nfs-kernel-server"],
      ...[
        "mkdir -p /srv/efs",
        "echo '/srv/efs *(rw,insecure,no_root_squash,no_subtree_check,fsid=0)' >/etc/exports",
      ],
      ...["exportfs -ra", "systemctl restart nfs-server"],
    ];
    await instances.on(...manager, `sudo sh -c ${quote(server.join(" && "))}`);
    const fileSystem = { id: "fs-0123456789abcdef0", address: addressOf(1) };
    const volumes = { data: { driver_opts: { type: "efs" } } };
    const { name = "", driver_opts } = mountedVolumes("shop", volumes, fileSystem).data ?? {};
    const options = Object.entries(driver_opts ?? {}).map(
      ([key, value]) => `--opt ${quote(`${key}=${value}`)}`,
    );
    const create = `docker volume create ${options.join(" ")} ${name}`;
    const withVolume = (command: string) =>
      `docker run --rm --network none --volume ${name}:/data shell:1 ${quote(command)}`;
    await onBoth(shellImage);
    assert.deepEqual(await onBoth(create), [name, name]);
    // Control: docker mounts no directory that nobody has made.
    const write = withVolume("echo kept >/data/file");
    await assert.rejects(instances.on(...manager, write), /no such file or directory/);
    const script = scriptAt("stack/scripts/directories.sh");
    const args = [fileSystem.address, nfsOptions, ...sharedDirectories("shop", volumes)];
    await instances.step(manager, script, ["any", cluster, "", ...args]);
    await instances.on(...manager, write);
    assert.equal(await instances.on(...worker, withVolume("cat /data/file")), "kept");
  });

  it("asks for a drain through a systemd service once AWS takes the machine back", async () => {
    await markAsOurs();
    const key = deriveSshKeyPair(randomBytes(32).toString("base64"), "requests");
    const request = scriptAt("swarm/scripts/nodeRequest.sh");
    const watcher = scriptAt("targets/aws/machines/scripts/watchNotices.sh");
    const store = ({ id, text }: StoredScript, machine: readonly [string, number]) =>
      instances.on(...machine, `sudo install -D -m 600 /dev/stdin ${scriptFolder}/${id}`, Buffer.from(text));
    await store(request, manager);
    await store(watcher, worker);
    const accept = scriptAt("swarm/scripts/acceptRequests.sh");
    const ours = ["ours-or-none", cluster, ""];
    const accepted = [...ours, "add", machineUser, "machine", request.id];
    await instances.step(manager, accept, accepted, payloadOf([["key", key.publicKey]]));
    const watch = scriptAt("targets/aws/machines/scripts/watch.sh");
    const watched = [...ours, "machine", watcher.id, "http://169.254.169.254", machineUser, addressOf(1)];
    const records: PayloadRecord[] = [
      ["key", key.privateKey],
      ["known-hosts", `${addressOf(1)} ${instances.hostKey("manager-0")}\n`],
    ];
    await instances.step(worker, watch, watched, payloadOf(records));
    const service = "systemctl is-active swarm-watch; systemctl is-enabled swarm-watch";
    assert.equal(await instances.on(...worker, service), "active\nenabled");
    const availability = "docker node inspect worker-0 --format '{{.Spec.Availability}}'";
    assert.equal(await instances.on(...manager, availability), "active");
    instances.takeBack(2);
    await instances.until(...manager, `${availability} | grep drain`);
    const said = "sudo journalctl --unit swarm-watch --output cat | grep -e ^AWS -e drained";
    assert.deepEqual((await instances.until(...worker, said)).split("\n"), [
      'AWS says: spot/instance-action {"action": "terminate", "time": "2026-11-29T18:02:00Z"}',
      "worker-0 is drained",
    ]);
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
