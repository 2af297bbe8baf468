import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import type { StoredScript } from "../../components/steps/script.ts";
import { inlineCommand } from "../../components/steps/shell.ts";
import { bootData, bootParts, machineUser } from "../../components/targets/aws/machines/bootData.ts";
import { isThere } from "../../tools/cluster/orphans.ts";
import { Folder } from "../support/folder.ts";
import { endProcess } from "../support/pulumiProcess.ts";
import type { Instance } from "./cloudServer.ts";

const here = import.meta.dirname;
const run = promisify(execFile);
const space = "swarmvms";
const region = "eu-central-1";
/** Seconds; an emulated processor is ten to thirty times slower. */
const bootTime = 900;

/** EC2 instances as virtual machines, with AWS's metadata service, addresses by DHCP, and a mirror of Debian. */
export class Instances {
  readonly keys = deriveSshKeyPair(randomBytes(32).toString("base64"), "instances");
  readonly #image: string;
  readonly #state: string;
  readonly #folder = new Folder();
  readonly #servers: ChildProcess[];
  readonly #hostKeys = new Map<string, ReturnType<typeof deriveSshKeyPair>>();

  /** @param image the folder that image.sh filled */
  constructor(image: string, state: string) {
    this.#image = image;
    this.#state = state;
    this.#folder.write({ key: this.keys.privateKey }, 0o600);
    for (const name of ["instances", "broken"]) mkdirSync(join(state, name), { recursive: true });
    execFileSync("sh", [join(here, "boot.sh"), image, state, this.keys.publicKey, "0"]);
    const inside = ["netns", "exec", space];
    for (const address of ["198.51.100.2/24", "169.254.169.254/32"])
      execFileSync("ip", ["-n", space, "address", "add", address, "dev", "br0"]);
    // Like AWS's metadata service with a hop limit of 1: its answers do not reach containers.
    execFileSync("ip", [...inside, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_default_ttl"]);
    const mirror = join(image, "mirror");
    this.#servers = [
      spawn("ip", [...inside, process.execPath, join(here, "cloudServer.ts"), state, mirror], {
        stdio: "inherit",
      }),
      spawn("ip", [...inside, "dnsmasq", ...leases()], { stdio: "ignore" }),
    ];
  }

  /** Creates an empty volume: the path of its file. */
  volume(id: string): string {
    const file = join(this.#state, `${id}.raw`);
    writeFileSync(file, "");
    truncateSync(file, 2 ** 31);
    return file;
  }

  /** Starts a new instance of a node with the program's own user data; the root disk is new as well. */
  start(node: string, number: number, { id = "", disk = "", isLate = false } = {}): void {
    const hostKey = this.#hostKeys.get(node) ?? deriveSshKeyPair(randomBytes(32).toString("base64"), node);
    this.#hostKeys.set(node, hostKey);
    const address = addressOf(number);
    const dataVolume = /vol-\w+/.exec(disk)?.[0];
    const machine = {
      node,
      user: machineUser,
      authorizedKey: this.keys.publicKey,
      hostKey,
      engine: "debian",
      ...(dataVolume ? { dataVolume } : {}),
      region,
    };
    const userData = bootData(machine, bootParts(false));
    const instance = { metadata: metadataOf(id, number), userData };
    writeFileSync(join(this.#state, "instances", `${address}.json`), JSON.stringify(instance));
    const late = isLate ? ["late"] : [];
    const args = [this.#image, this.#state, String(number), id, disk || "none", ...late];
    execFileSync("sh", [join(here, "instance.sh"), ...args]);
  }

  /** Ends a machine at once, as AWS does when an instance fails. */
  async end(number: number): Promise<void> {
    const id = Number(readFileSync(join(this.#state, `vm${number}`, "pid"), "utf8"));
    endProcess(id);
    while (isThere(id)) await sleep(100);
  }

  /** Attaches the volume with which a machine started late. */
  attach(number: number, volume: string): Promise<void> {
    const serial = volume.replace("-", "");
    return new Promise((resolve, reject) => {
      const monitor = connect(join(this.#state, `vm${number}`, "monitor"), () => {
        monitor.write(`device_add nvme,drive=data,bus=root1,serial=${serial}\n`);
        setTimeout(() => monitor.destroy(), 1000);
      });
      monitor.once("close", () => resolve()).once("error", reject);
    });
  }

  /** Makes the mirror fail for a machine, or work again. */
  breakMirror(number: number, isBroken: boolean): void {
    const file = join(this.#state, "broken", addressOf(number));
    if (isBroken) writeFileSync(file, "");
    else rmSync(file);
  }

  /** Makes AWS announce that it takes a spot machine back. */
  takeBack(number: number): void {
    const file = join(this.#state, "instances", `${addressOf(number)}.json`);
    const { metadata, userData } = JSON.parse(readFileSync(file, "utf8")) as Instance;
    const spot = { "instance-action": '{"action": "terminate", "time": "2026-11-29T18:02:00Z"}' };
    const { "meta-data": known, ...others } = metadata;
    const changed = { ...others, "meta-data": { ...Object(known), spot } };
    writeFileSync(file, JSON.stringify({ metadata: changed, userData }));
  }

  /** Runs the script of a remote step as root on a machine, as the program does before preflight. */
  async step(
    [node, number]: readonly [string, number],
    script: StoredScript,
    args: readonly string[],
    payload = "",
  ): Promise<void> {
    const call = { name: "step", args, deadline: 600, root: false };
    const input = Buffer.from(script.text + payload);
    await this.on(node, number, inlineCommand(Buffer.byteLength(script.text), call), input);
  }

  /** The output of a command on a machine, whose host key must be the one of its user data. */
  async on(node: string, number: number, command: string, input?: Buffer): Promise<string> {
    const known = `${addressOf(number)} ${this.hostKey(node)}\n`;
    // Commands on several machines may run at once.
    const file = `known-${number}`;
    this.#folder.write({ [file]: known });
    const options = ["-F", "/dev/null", "-i", this.#folder.at("key"), "-o", "BatchMode=yes"];
    const files = ["-o", `UserKnownHostsFile=${this.#folder.at(file)}`, "-o", "ConnectTimeout=20"];
    const target = `${machineUser}@${addressOf(number)}`;
    const call = run("ssh", [...options, ...files, "-o", "LogLevel=ERROR", target, command], {
      timeout: 600_000,
    });
    call.child.stdin?.end(input);
    return (await call).stdout.trim();
  }

  /** The host key of a node, which it keeps. */
  hostKey(node: string): string {
    return this.#hostKeys.get(node)?.publicKey ?? "";
  }

  /** Waits until a command on a machine succeeds; returns its output. */
  async until(node: string, number: number, command: string): Promise<string> {
    const end = Date.now() + bootTime * 1000;
    for (;;) {
      const output = await this.on(node, number, command).catch((error: Error) => error);
      if (!(output instanceof Error)) return output;
      if (Date.now() > end)
        throw new Error(`${node}: ${command}: ${output.message}\n${this.console(number)}`);
      await sleep(2000);
    }
  }

  console(number: number): string {
    return execFileSync("tail", ["-n", "30", join(this.#state, `vm${number}`, "console.log")]).toString();
  }

  stop(): void {
    for (const server of this.#servers) server.kill();
    execFileSync("sh", [join(here, "stop.sh"), this.#state]);
    this.#folder[Symbol.dispose]();
  }
}

export const addressOf = (number: number) => `198.51.100.${10 + number}`;

const hardwareOf = (number: number) => `52:54:00:73:77:${String(number).padStart(2, "0")}`;

function leases(): string[] {
  const hosts = [1, 2].map((number) => `--dhcp-host=${hardwareOf(number)},${addressOf(number)}`);
  const range = ["--dhcp-range=198.51.100.0,static,255.255.255.0", "--dhcp-option=3,198.51.100.2"];
  const quiet = [
    "--conf-file=/dev/null",
    "--port=0",
    "--user=root",
    "--leasefile-ro",
    "--keep-in-foreground",
  ];
  return [...quiet, "--interface=br0", "--bind-interfaces", ...range, ...hosts];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html */
function metadataOf(id: string, number: number) {
  const address = addressOf(number);
  const name = `ip-${address.replaceAll(".", "-")}.${region}.compute.internal`;
  const network = {
    "device-number": "0",
    "local-hostname": name,
    "local-ipv4s": address,
    mac: hardwareOf(number),
    "subnet-ipv4-cidr-block": "198.51.100.0/24",
  };
  const metadata = {
    "ami-id": "ami-0123456789abcdef0",
    hostname: name,
    "instance-id": id,
    "instance-type": "t3.small",
    "local-hostname": name,
    "local-ipv4": address,
    mac: hardwareOf(number),
    network: { interfaces: { macs: { [hardwareOf(number)]: network } } },
    placement: { "availability-zone": `${region}a`, region },
  };
  const document = JSON.stringify({ instanceId: id, privateIp: address, region });
  return { "meta-data": metadata, dynamic: { "instance-identity": { document } } };
}
