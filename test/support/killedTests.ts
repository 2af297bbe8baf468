import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startOf } from "../../components/process/processStart.mjs";
import { labelled, removeLeftovers } from "../../tools/cluster/leftovers.ts";

/** How the folders of clones begin, in the folder for temporary files. */
export const clonePrefix = "swarm-e2e-";

/** Whose a clone is. */
interface Owner {
  readonly pid: number;
  readonly started: string;
  /** Left out where the computer had a stack of this name before: that one is not the test's. */
  readonly stack?: string;
}

/** Says whose the things with a stack's label are, where no clone does. */
export class Claim implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), clonePrefix));

  /** @param stack before anything of it is made */
  constructor(stack: string) {
    own(this.#folder, stack);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Notes that a clone is this process's, so that a later one can clear up where this one is killed. */
export function own(clone: string, stack: string): void {
  const isFree = labelled(`swarm.stack=${stack}`).length === 0;
  const owner: Owner = { pid: process.pid, started: startOf(process.pid), ...(isFree ? { stack } : {}) };
  mkdirSync(dirname(noteIn(clone)), { recursive: true });
  writeFileSync(noteIn(clone), JSON.stringify(owner));
}

/**
 * Removes the clones of tests that were killed, and their machines, which would be in the way of the next ones.
 * Without an engine that answers it leaves all as it is: nobody could find the machines without the clone.
 */
export function removeKilledTests(folder = tmpdir()): void {
  const names = readdirSync(folder).filter((name) => name.startsWith(clonePrefix));
  const dead = names.map((name) => join(folder, name)).filter((clone) => ownerOf(clone)?.isGone);
  if (dead.length === 0 || spawnSync("docker", ["version"], { stdio: "ignore" }).status !== 0) return;
  for (const clone of dead) {
    const stack = ownerOf(clone)?.stack;
    if (stack) removeLeftovers(labelled(`swarm.stack=${stack}`));
    rmSync(clone, { recursive: true, force: true });
    console.log(`removed what a killed test has left${stack ? ` of stack ${stack}` : ""}: ${clone}`);
  }
}

function ownerOf(clone: string): (Owner & { isGone: boolean }) | undefined {
  if (!existsSync(noteIn(clone))) return undefined;
  const owner: Owner = JSON.parse(readFileSync(noteIn(clone), "utf8"));
  return { ...owner, isGone: startOf(owner.pid) !== owner.started };
}

/** No part of the project's files. */
function noteIn(clone: string): string {
  return join(clone, ".state/owner.json");
}
