import { execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { Folder } from "../support/folder.ts";

const here = import.meta.dirname;
const run = promisify(execFile);
/** Milliseconds; an emulated processor is ten to thirty times slower. */
const bootTime = 420_000;

/** Virtual machines with their own kernels, on their own network; `vm1` is 198.51.100.11. */
export class VirtualMachines {
  readonly folder = new Folder();
  readonly keys = deriveSshKeyPair(randomBytes(32).toString("base64"), "virtual machines");
  readonly #count: number;
  readonly #state: string;

  /** @param image the folder that image.sh filled */
  constructor(image: string, count: number, state: string) {
    this.#count = count;
    this.#state = state;
    this.folder.write({ key: this.keys.privateKey }, 0o600);
    this.stop();
    execFileSync("sh", [join(here, "boot.sh"), image, state, this.keys.publicKey, String(count)]);
  }

  get names(): string[] {
    return Array.from({ length: this.#count }, (_, index) => `vm${index + 1}`);
  }

  /** Waits until the engine answers on each of them. */
  async ready(): Promise<void> {
    const end = Date.now() + bootTime;
    for (const name of this.names)
      while (!(await this.on(name, "docker", "version").catch(() => undefined))) {
        if (Date.now() > end)
          throw new Error(`${name} is not up after ${bootTime / 1000} s: ${this.console(name)}`);
        await sleep(1000);
      }
  }

  address(name: string): string {
    return `198.51.100.${10 + Number(name.slice(2))}`;
  }

  /** From ssh-keyscan, without the host: the format of the setting `hostKey`. */
  async hostKey(name: string): Promise<string> {
    const { stdout } = await run("ssh-keyscan", ["-T", "60", "-t", "ed25519", this.address(name)]);
    return stdout.trim().split(" ").slice(1).join(" ");
  }

  /** The output of a command on a machine. */
  async on(name: string, ...args: string[]): Promise<string> {
    const { stdout } = await run("ssh", [...this.#options(), `root@${this.address(name)}`, ...args], {
      timeout: 300_000,
    });
    return stdout.trim();
  }

  /** Creates an image of one program on a machine. */
  importImage(name: string, program: string, image: string): void {
    const content = execFileSync("tar", ["-C", dirname(program), "-c", basename(program)], {
      maxBuffer: 256 * 1024 * 1024,
    });
    const command = `docker import --change 'ENTRYPOINT ["/${basename(program)}"]' - ${image}`;
    execFileSync("ssh", [...this.#options(), `root@${this.address(name)}`, command], { input: content });
  }

  /** The packets on the wire between the machines during some work, as tcpdump prints them. */
  async packets(filter: string, work: () => Promise<unknown>): Promise<string[]> {
    const args = [
      "netns",
      "exec",
      "swarmvms",
      "tcpdump",
      "-n",
      "-l",
      "-i",
      "br0",
      "--immediate-mode",
      filter,
    ];
    const watcher = spawn("ip", args, { stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    watcher.stdout.setEncoding("utf8").on("data", (text) => {
      told += text;
    });
    await new Promise((resolve) => watcher.stderr.once("data", resolve));
    await work();
    await sleep(1000);
    watcher.kill();
    await new Promise((resolve) => watcher.once("close", resolve));
    return told.split("\n").filter(Boolean);
  }

  console(name: string): string {
    return execFileSync("tail", ["-n", "5", join(this.#state, name, "console.log")]).toString();
  }

  stop(): void {
    execFileSync("sh", [join(here, "stop.sh"), this.#state]);
  }

  #options(): string[] {
    const settings = {
      StrictHostKeyChecking: "no",
      UserKnownHostsFile: "/dev/null",
      LogLevel: "ERROR",
      BatchMode: "yes",
      ConnectTimeout: "20",
    };
    const flags = Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
    return ["-F", "/dev/null", "-i", this.folder.at("key"), ...flags];
  }
}
