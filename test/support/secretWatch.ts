import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clone } from "./clone.ts";
import { clusterSecrets, hostKeyOf } from "./clusterSecrets.ts";
import { ComputerWatch, temporaryFiles } from "./computerWatch.ts";
import { filesWith } from "./diskSearch.ts";
import { machine, onNode } from "./engine.ts";
import { fault } from "./faults.ts";
import { machinesOf, ProcessWatch, type RunningMachine } from "./processWatch.ts";
import { filesBelow, seen } from "./secrets.ts";

const run = promisify(execFile);

/**
 * Collects where a cluster shows its secrets, from before its first test until after its last one.
 *
 * Call it before anything else in a suite.
 */
export class SecretWatch {
  private readonly clone: Clone;
  private readonly children: ComputerWatch;
  private watch: ProcessWatch | undefined;

  constructor(clone: Clone) {
    this.clone = clone;
    this.children = new ComputerWatch(clone.folder);
    before(() => {
      this.watch = new ProcessWatch(clone.stack);
    });
    after(() => Promise.all([this.watch?.stop(), this.children.stop()]));
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
      assert.ok(this.watch);
      await this.assertSees(manager, this.watch.words);
      const processes = await this.watch.stop();
      const args = await clusterSecrets(this.clone, manager, this.watch.nodes);
      for (const [name, word] of Object.entries(args)) assert.ok(word.length > 5, `${name}: ${word.length}`);
      const machines = await machinesOf(this.clone.stack);
      const places = {
        ...filesBelow(this.clone.path(".state/.pulumi")),
        ...temporaryFiles(tmpdir()),
        ...temporaryFiles("/dev/shm"),
        "a program that a run has started": await this.children.stop(),
        "an output": this.clone.transcript,
        "a process": processes,
        "a process of this computer": [...this.watch.lines].join("\n"),
        ...(await logsOf(machines)),
      };
      const present = machines.map(({ node }) => node).filter(Boolean);
      assert.deepEqual([...seen(args, places), ...onDisks(args, this.clone.stack, present)], []);
      run.saw(`${Object.keys(args).length} secrets; ${this.watch.readings} lists of all processes`);
    });
  }

  /** Control: the watch sees what is only in the environment of a process on a machine. */
  private async assertSees(node: string, words: ReadonlySet<string>): Promise<void> {
    const word = `SEEN=${randomBytes(9).toString("hex")}`;
    for (let tries = 0; tries < 10 && !words.has(word); tries++)
      await run("docker", ["exec", "--env", word, machine(this.clone.stack, node), "sleep", "2"]);
    assert.ok(words.has(word), `a process on ${node} was seen`);
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
