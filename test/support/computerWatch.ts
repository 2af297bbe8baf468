import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type PulumiProcess, pulumiProcess, withChildren } from "./pulumiProcess.ts";

/** This user's files in a shared folder by path, if a run of Pulumi can have created them. */
export function temporaryFiles(parent: string): Record<string, string> {
  const ours = readdirSync(parent).filter((name) => /^(swarm-(?!e2e-|unit-)|pulumi-)/.test(name));
  return Object.fromEntries(ours.flatMap((name) => filesOf(join(parent, name))));
}

function filesOf(path: string): [string, string][] {
  try {
    const facts = lstatSync(path);
    if (facts.uid !== process.getuid?.()) return [];
    if (facts.isDirectory()) return readdirSync(path).flatMap((name) => filesOf(join(path, name)));
    return facts.isFile() && facts.size < 4_000_000 ? [[path, readFileSync(path, "latin1")]] : [];
  } catch {
    // It was deleted in the meantime.
    return [];
  }
}

/**
 * The arguments and environments of the programs that a run of Pulumi starts. Pulumi, its plugins and the
 * program itself are left out: they decrypt the settings.
 */
export class ComputerWatch {
  readonly #seen = new Set<string>();
  readonly #programs = new Set<string>();
  readonly #watching: Promise<void>;
  #stopped = false;

  /** @param folder of the runs' project */
  constructor(folder: string) {
    this.#watching = this.#watch(folder);
  }

  /** Names of the observed programs. */
  get programs(): string[] {
    return [...this.#programs].sort();
  }

  async stop(): Promise<string> {
    this.#stopped = true;
    await this.#watching;
    return [...this.#seen].join("\n");
  }

  async #watch(folder: string): Promise<void> {
    let pulumi: PulumiProcess | undefined;
    while (!this.#stopped) {
      if (!pulumi || !isRunning(pulumi, folder)) pulumi = pulumiProcess(folder);
      for (const pid of pulumi ? withChildren(pulumi.pid) : []) this.#look(pid);
      await sleep(pulumi ? 25 : 100);
    }
  }

  #look(pid: number): void {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      // A process has no arguments until the kernel has started its program, and others after that.
      if (commandLine === "" || readFileSync(`/proc/${pid}/cmdline`, "utf8") !== commandLine) return;
      const args = commandLine.split("\0");
      const program = basename(args[0] ?? "");
      if (program.startsWith("pulumi") || args.some((word) => word.includes("/pulumi/cmd/run"))) return;
      this.#programs.add(program);
      for (const word of [...args, ...environment]) this.#seen.add(word);
    } catch {
      // It has ended in the meantime.
    }
  }
}
