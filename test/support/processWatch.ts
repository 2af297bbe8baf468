import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Milliseconds between two readings. */
const pause = 250;
/** Readings between two lists of the machines, which only a distant engine needs more often. */
const between = 20;

export interface RunningMachine {
  readonly container: string;
  /** Empty for the registry and the load balancer. */
  readonly node: string;
}

/**
 * Collects the arguments and environments of all processes on a stack's machines, and the arguments of this
 * computer's own, until stopped.
 */
export class ProcessWatch {
  /** Arguments and environments on the machines. */
  readonly words = new Set<string>();
  /** The command lines of this computer's own processes. */
  readonly lines = new Set<string>();
  /** Names of the nodes that had a machine. */
  readonly nodes = new Set<string>();
  readings = 0;
  readonly #stack: string;
  /** The command line of each process when it was last read, by its id. */
  #known = new Map<string, string>();
  readonly #watching: Promise<void>;
  #stopped = false;

  constructor(stack: string) {
    this.#stack = stack;
    this.#watching = this.#watch();
  }

  /** @returns all words of the machines */
  async stop(): Promise<string> {
    this.#stopped = true;
    await this.#watching;
    return [...this.words].join("\n");
  }

  async #watch(): Promise<void> {
    let machines: RunningMachine[] = [];
    let isHere = true;
    while (!this.#stopped) {
      if (!isHere || this.readings % between === 0) machines = await machinesOf(this.#stack);
      for (const { node } of machines) if (node) this.nodes.add(node);
      isHere = this.#read() || machines.length === 0;
      if (!isHere) await this.#ask(machines);
      this.readings++;
      await sleep(pause);
    }
  }

  /**
   * This computer's own list has the processes of all containers, and takes a fraction of the time; false if
   * this user cannot read it, or if the engine runs on another computer.
   */
  #read(): boolean {
    const own = readlinkSync("/proc/self/ns/pid");
    const known = new Map<string, string>();
    let hasEngine = false;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
        const isOwn = readlinkSync(`/proc/${pid}/ns/pid`) === own;
        known.set(pid, line);
        if (!isOwn) hasEngine ||= line.includes("dockerd");
        if (this.#known.get(pid) === line) continue;
        if (isOwn) this.lines.add(line.replaceAll("\0", " "));
        else this.#add(`${line}\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`);
      } catch {
        // It has ended in the meantime, or belongs to another user.
      }
    }
    this.#known = known;
    return hasEngine;
  }

  async #ask(machines: readonly RunningMachine[]): Promise<void> {
    const read = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || :";
    const texts = machines.map(({ container }) => text("docker", "exec", container, "sh", "-c", read));
    for (const each of await Promise.all(texts)) this.#add(each);
  }

  #add(list: string): void {
    for (const word of list.split(/[\0\n]/)) this.words.add(word);
  }
}

export async function machinesOf(stack: string): Promise<RunningMachine[]> {
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

/** Empty if the machine was removed between two calls, or hangs. */
async function text(program: string, ...args: string[]): Promise<string> {
  try {
    return (await run(program, args, { timeout: 5000, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch {
    return "";
  }
}
