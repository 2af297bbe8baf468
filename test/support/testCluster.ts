import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Clone } from "./clone.ts";
import { askNode, docker, inventory } from "./engine.ts";
import type { FaultRun } from "./faults.ts";
import { type LoadResult, steadyLoad } from "./load.ts";
import { assertHealed, assertSteady, type Promised, promisedBy } from "./oracle.ts";

const run = promisify(execFile);

/** A node as one manager sees it. */
export interface SeenNode {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** `Leader`, `Reachable`, `Unreachable`; empty for a worker. */
  readonly manager: string;
}

/** A cluster on this computer into which tests inject faults. */
export class TestCluster {
  readonly stack: string;
  readonly clone: Clone;
  private readonly before: Record<string, string[]>;
  private promised: Promised | undefined;
  private readonly loads = new Set<ReturnType<typeof steadyLoad>>();

  constructor(stack: string, settings: Readonly<Record<string, unknown>>) {
    this.stack = stack;
    this.before = inventory(stack);
    this.clone = new Clone(stack, settings);
  }

  get outputs(): Promised {
    assert.ok(this.promised, "the cluster was started");
    return this.promised;
  }

  async start(): Promise<void> {
    const { code, output } = await this.clone.npm("start");
    assert.equal(code, 0, output);
    this.promised = await promisedBy(this.clone);
  }

  /** Leaves the engine as it was; the test fails if anything is left. */
  async remove(): Promise<void> {
    const { code, output } = await this.clone.npm("destroy");
    this.clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(this.stack), this.before);
  }

  /** The container of a node's machine, running or not. */
  machine(node: string): string {
    const labels = [`label=swarm.stack=${this.stack}`, `label=swarm.node=${node}`];
    const filters = labels.flatMap((label) => ["--filter", label]);
    const [name, ...others] = docker("ps", "--all", "--format", "{{.Names}}", ...filters);
    assert.ok(name && others.length === 0, `${node} is one container, not ${[name, ...others]}`);
    return name;
  }

  /** Runs commands of this computer's engine in parallel: one command handles several machines one by one. */
  async engine(...commands: readonly (readonly string[])[]): Promise<void> {
    await Promise.all(commands.map((args) => run("docker", args)));
  }

  /** Runs a command on a node's machine; returns its output by line. */
  on(node: string, ...args: string[]): Promise<string[]> {
    return askNode(this.stack, node, ...args);
  }

  async nodes(from: string): Promise<SeenNode[]> {
    const format = "{{.ID}} {{.Hostname}} {{.Status}} {{.ManagerStatus}}";
    const lines = await this.on(from, "docker", "node", "ls", "--format", format);
    return lines.map((line) => {
      const [id = "", name = "", status = "", manager = ""] = line.split(" ");
      return { id, name, status, manager };
    });
  }

  /** Node ids by name. */
  async ids(from: string): Promise<Record<string, string>> {
    return Object.fromEntries((await this.nodes(from)).map(({ name, id }) => [name, id]));
  }

  /** The leader, as a manager sees it; empty if it knows none. */
  async leader(from: string): Promise<string> {
    const nodes = await this.nodes(from).catch(() => []);
    return nodes.find(({ manager, status }) => manager === "Leader" && status === "Ready")?.name ?? "";
  }

  /** The nodes that a manager reports as Down, and the tasks that should run but do not, or only there. */
  async lost(from: string): Promise<{ nodes: string[]; tasks: string[] }> {
    const nodes = await this.nodes(from);
    const down = nodes.filter(({ status }) => status !== "Ready").map(({ name }) => name);
    const services = await this.on(from, "docker", "service", "ls", "--quiet");
    // A service's count of running tasks includes those of a lost machine.
    const format = "{{.Name}} {{.Node}} {{.CurrentState}}";
    const wanted = ["--filter", "desired-state=running", "--format", format];
    const tasks = await this.on(from, "docker", "service", "ps", ...wanted, ...services);
    const isLost = ([, node = "", state]: string[]) => state !== "Running" || down.includes(node);
    return { nodes: down, tasks: tasks.filter((line) => isLost(line.split(" "))) };
  }

  /** Requests `path` at the entry point more than fifty times a second, until stopped or endLoads. */
  load(path: string): { stop(): Promise<LoadResult> } {
    const load = steadyLoad(`${this.outputs.endpoint}${path}`);
    this.loads.add(load);
    return load;
  }

  /** Stops the load of a failed test, which would disturb the next one. */
  async endLoads(): Promise<void> {
    await Promise.all([...this.loads].map((load) => load.stop()));
    this.loads.clear();
  }

  /** Runs `up`, which must repair everything and ends the run's time, then checks what must hold after it. */
  async heal(run: FaultRun): Promise<void> {
    const begun = performance.now();
    const { code, output } = await this.clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    run.saw(`up takes ${seconds(begun)}`);
    // A new machine may have another address, but the swarm is the same.
    const { swarmId } = this.outputs;
    this.promised = await promisedBy(this.clone);
    assert.equal(this.promised.swarmId, swarmId);
    await this.untilWell(60);
    run.end();
    await this.assertWell();
  }

  async untilWell(limit: number): Promise<void> {
    await assertSteady(this.stack, this.outputs, { passes: 1, patience: limit });
  }

  /** Checks everything that must hold, without an `up` that changes something. */
  async assertWell(): Promise<void> {
    this.promised = await assertHealed(this.clone, this.outputs.swarmId);
  }
}

/** Waits until `done` returns true; an error counts as false. */
export async function until(limit: number, what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + limit * 1000;
  while (!(await done().catch(() => false))) {
    assert.ok(performance.now() < deadline, `not within ${limit} s: ${what}`);
    await sleep(250);
  }
}

/** Requests on their way to a machine that dies may be lost, but no others. */
export function assertFewFailures(result: LoadResult): void {
  const failed = Object.values(result.failures).reduce((sum, count) => sum + count, 0);
  assert.ok(failed <= (failed + result.answered) / 50, inWords(result));
}

/** `12.3 s` since a value of performance.now(). */
export function seconds(begun: number): string {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}

/** `3 of 900 requests fail (status 502: 3)` */
export function inWords({ answered, failures }: LoadResult): string {
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const reasons = Object.entries(failures).map(([reason, count]) => `${reason}: ${count}`);
  return `${failed} of ${answered + failed} requests fail${failed > 0 ? ` (${reasons.join(", ")})` : ""}`;
}
