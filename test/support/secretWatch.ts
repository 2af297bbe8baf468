import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Clone } from "./clone.ts";
import { clusterSecrets, hostKeyOf } from "./clusterSecrets.ts";
import { ComputerWatch, temporaryFiles } from "./computerWatch.ts";
import { filesWith } from "./diskSearch.ts";
import { machine, onNode } from "./engine.ts";
import { fault } from "./faults.ts";
import { filesBelow, seen } from "./secrets.ts";

const run = promisify(execFile);

/**
 * Collects where a cluster shows its secrets, from before its first test until after its last one.
 *
 * Call it before anything else in a suite.
 */
export class SecretWatch {
  // Most of it is the same in the next observation.
  private readonly processes = new Set<string>();
  private readonly nodes = new Set<string>();
  private readonly clone: Clone;
  private readonly children: ComputerWatch;
  private looks = 0;
  private stopped = false;
  private watching: Promise<void> = Promise.resolve();

  constructor(clone: Clone) {
    this.clone = clone;
    this.children = new ComputerWatch(clone.folder);
    before(() => {
      this.watching = this.watch();
    });
    after(() => Promise.all([this.stop(), this.children.stop()]));
  }

  /**
   * The last row of the suite, while the cluster still runs. No secret was in a process's arguments or
   * environment on any machine, in those of a program that a run started here, in an output, in a file on a
   * machine or in memory, in a temporary file, in a machine's log, or in a state.
   *
   * @param manager a healthy one
   */
  assertHidden(manager: string): void {
    fault("a final search for secrets", "no token, key or password is found", 120, async (run) => {
      await this.assertSees(manager);
      await this.stop();
      const args = await clusterSecrets(this.clone, manager, this.nodes);
      for (const [name, word] of Object.entries(args)) assert.ok(word.length > 5, `${name}: ${word.length}`);
      const machines = await machinesOf(this.clone.stack);
      const places = {
        ...filesBelow(this.clone.path(".state/.pulumi")),
        ...temporaryFiles(tmpdir()),
        ...temporaryFiles("/dev/shm"),
        "a program that a run has started": await this.children.stop(),
        "an output": this.clone.transcript,
        "a process": [...this.processes].join("\n"),
        ...(await logsOf(machines)),
      };
      const present = machines.map(({ node }) => node).filter(Boolean);
      assert.deepEqual([...seen(args, places), ...onDisks(args, this.clone.stack, present)], []);
      run.saw(`${Object.keys(args).length} secrets; ${this.looks} lists of all processes`);
    });
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      const machines = await machinesOf(this.clone.stack);
      for (const { node } of machines) if (node) this.nodes.add(node);
      for (const word of await processWords(machines)) this.processes.add(word);
      this.looks++;
      await sleep(250);
    }
  }

  private async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
  }

  /** Control: the watch sees what is only in the environment of a process on a machine. */
  private async assertSees(node: string): Promise<void> {
    const word = `SEEN=${randomBytes(9).toString("hex")}`;
    for (let tries = 0; tries < 10 && !this.processes.has(word); tries++)
      await run("docker", ["exec", "--env", word, machine(this.clone.stack, node), "sleep", "2"]);
    assert.ok(this.processes.has(word), `a process on ${node} was seen`);
    assertSeesFiles(this.clone.stack, node);
  }
}

/** Control: the search finds a text that is planted in memory, on a machine and here. */
export function assertSeesFiles(stack: string, node: string): void {
  const word = `planted-${randomBytes(9).toString("hex")}`;
  for (const folder of ["/dev/shm", "/run", "/tmp"]) {
    onNode(stack, node, "sh", "-c", `printf ${word} >${folder}/planted`);
    assert.deepEqual(filesWith([word], stack, node), [`${folder}/planted`]);
    onNode(stack, node, "rm", `${folder}/planted`);
  }
  for (const folder of ["/dev/shm", tmpdir()]) {
    const path = mkdtempSync(join(folder, "swarm-planted-"));
    writeFileSync(join(path, "file"), word);
    assert.deepEqual(seen({ word }, temporaryFiles(folder)), [`word in ${join(path, "file")}`]);
    rmSync(path, { recursive: true });
  }
}

interface RunningMachine {
  readonly container: string;
  /** Empty for the registry and the load balancer. */
  readonly node: string;
}

async function machinesOf(stack: string): Promise<RunningMachine[]> {
  const format = '{{.Names}} {{.Label "swarm.node"}}';
  const list = await text("docker", "ps", "--filter", `label=swarm.stack=${stack}`, "--format", format);
  return list
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [container = "", node = ""] = line.split(" ");
      return { container, node };
    });
}

async function logsOf(machines: readonly RunningMachine[]): Promise<Record<string, string>> {
  const logs = machines.map(async ({ container }) => {
    // A container's log uses both streams.
    const { stdout, stderr } = await run("docker", ["logs", container], { maxBuffer: 256 * 1024 * 1024 });
    return [`the log of ${container}`, stdout + stderr] as const;
  });
  return Object.fromEntries(await Promise.all(logs));
}

/** A host's own SSH key is where its sshd reads it, and nowhere else. */
const own = ["/etc/swarm/ssh_host_ed25519_key", "/run/swarm/ssh_host_ed25519_key"];

function onDisks(args: Readonly<Record<string, string>>, stack: string, nodes: readonly string[]): string[] {
  return nodes.flatMap((node) => {
    const hostKey = args[hostKeyOf(node)] ?? "";
    const foreign = Object.values(args).filter((word) => word !== hostKey);
    const stray = filesWith([hostKey], stack, node).filter((file) => !own.includes(file));
    return [...stray, ...filesWith(foreign, stack, node)].map((file) => `${file} of ${node}`);
  });
}

/** Arguments and environments of all processes on all machines, and this computer's process list. */
async function processWords(machines: readonly RunningMachine[]): Promise<string[]> {
  const read = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || :";
  const ask = () => machines.map(({ container }) => text("docker", "exec", container, "sh", "-c", read));
  const texts = await Promise.all([text("ps", "-eo", "args"), ...(containerWords() ?? ask())]);
  return texts.flatMap((each) => each.split(/[\0\n]/));
}

/**
 * The same from this computer's own list, which has the processes of all containers and takes a fraction of
 * the time; undefined if this user cannot read it, or if the engine runs on another computer.
 */
function containerWords(): string[] | undefined {
  const own = readlinkSync("/proc/self/ns/pid");
  const words = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (readlinkSync(`/proc/${pid}/ns/pid`) === own) return [];
        return ["cmdline", "environ"].map((file) => readFileSync(`/proc/${pid}/${file}`, "latin1"));
      } catch {
        // It has ended in the meantime, or belongs to another user.
        return [];
      }
    });
  return words.some((word) => word.includes("dockerd")) ? words : undefined;
}

/** Empty if the machine was removed between two calls, or hangs. */
async function text(program: string, ...args: string[]): Promise<string> {
  try {
    return (await run(program, args, { timeout: 5000, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch {
    return "";
  }
}
