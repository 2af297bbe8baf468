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

/** The prefix of clone folders in the temporary folder. */
export const clonePrefix = "swarm-e2e-";

/** The owner of a clone. */
interface Owner {
  readonly pid: number;
  readonly started: string;
  /** Absent if the computer had a stack of this name before: that one is not the test's. */
  readonly stack?: string;
}

/** Claims the objects with a stack's label for a test without a clone. */
export class Claim implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), clonePrefix));

  /** @param stack before anything of it is created */
  constructor(stack: string) {
    own(this.#folder, stack);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Records that a clone belongs to this process, so that a later one can clean up if this one is killed. */
export function own(clone: string, stack: string): void {
  const isFree = labelled(`swarm.stack=${stack}`).length === 0;
  const owner: Owner = { pid: process.pid, started: startOf(process.pid), ...(isFree ? { stack } : {}) };
  mkdirSync(dirname(noteIn(clone)), { recursive: true });
  writeFileSync(noteIn(clone), JSON.stringify(owner));
}

/**
 * Removes the clones of killed tests and their machines, which would block the next tests. Does nothing if no
 * engine answers: without the clone, nobody could find the machines.
 */
export function removeKilledTests(folder = tmpdir()): void {
  const names = readdirSync(folder).filter((name) => name.startsWith(clonePrefix));
  const dead = names.map((name) => join(folder, name)).filter((clone) => ownerOf(clone)?.isGone);
  if (dead.length === 0 || spawnSync("docker", ["version"], { stdio: "ignore" }).status !== 0) return;
  for (const clone of dead) {
    const stack = ownerOf(clone)?.stack;
    if (stack) removeLeftovers(labelled(`swarm.stack=${stack}`));
    // Another command may remove it at the same time.
    rmSync(clone, { recursive: true, force: true, maxRetries: 5 });
    console.log(`removed what a killed test has left${stack ? ` of stack ${stack}` : ""}: ${clone}`);
  }
}

/**
 * Removes the images of a stack that has nothing else: a run that was killed between two steps of `destroy`
 * left them, and the next `destroy` would remove them too.
 */
export function removeImagesOnly(stack: string): void {
  const found = labelled(`swarm.stack=${stack}`);
  if (found.every(({ kind }) => kind === "image")) removeLeftovers(found);
}

function ownerOf(clone: string): (Owner & { isGone: boolean }) | undefined {
  if (!existsSync(noteIn(clone))) return undefined;
  const owner: Owner = JSON.parse(readFileSync(noteIn(clone), "utf8"));
  return { ...owner, isGone: startOf(owner.pid) !== owner.started };
}

/** Outside the project's files. */
function noteIn(clone: string): string {
  return join(clone, ".state/owner.json");
}
