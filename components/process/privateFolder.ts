import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { startOf } from "./processStart.mjs";

/** Who works in a folder; it is left behind when none of them lives. */
interface Note {
  /** Process ids mean something in one namespace only. */
  readonly namespace: string;
  readonly processes: readonly { readonly pid: number; readonly started: string }[];
}

const noteFile = ".swarm-owner";
/** As mkdtemp writes them. */
const names = /^swarm-[a-z]+-[A-Za-z0-9]{6}$/;

const folders = new Set<PrivateFolder>();
const swept = new Set<string>();

/**
 * A folder that no other user can enter, for as long as this process lives.
 *
 * It goes at the end, also after SIGINT, SIGTERM and SIGHUP. After SIGKILL it goes when the next one is made beside it.
 */
export class PrivateFolder implements Disposable {
  readonly path: string;
  readonly #processes = [process.pid];

  /** @param purpose lower-case letters, for its name */
  constructor(purpose: string, parent = tmpdir()) {
    if (!swept.has(parent)) sweepPrivateFolders(parent);
    swept.add(parent);
    if (folders.size === 0) watchForTheEnd();
    this.path = mkdtempSync(join(parent, `swarm-${purpose}-`));
    folders.add(this);
    this.#note();
  }

  /** Another process works in it, which may live longer than this one. */
  share(pid: number): void {
    this.#processes.push(pid);
    this.#note();
  }

  #note(): void {
    const processes = this.#processes.map((pid) => ({ pid, started: startOf(pid) }));
    const note: Note = { namespace: namespaceHere(), processes };
    writeFileSync(join(this.path, noteFile), JSON.stringify(note), { mode: 0o600 });
  }

  [Symbol.dispose](): void {
    folders.delete(this);
    // A process that is about to end may still write into it.
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** Where a private folder is in memory, on systems that have such a place. */
export function inMemory(): string {
  return existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
}

/**
 * Removes the private folders of processes that are all gone. What is another user's, what has no note, and what is
 * of processes that cannot be seen from here, stays.
 */
export function sweepPrivateFolders(parent: string): void {
  for (const name of entriesOf(parent).filter((entry) => names.test(entry))) {
    const path = join(parent, name);
    const facts = lstatSync(path, { throwIfNoEntry: false });
    if (!facts?.isDirectory() || facts.uid !== process.getuid?.()) continue;
    const note = noteIn(path);
    if (note && isLeft(note)) attempt(() => rmSync(path, { recursive: true, force: true }));
  }
}

function isLeft({ namespace, processes }: Note): boolean {
  return namespace === namespaceHere() && processes.every(({ pid, started }) => startOf(pid) !== started);
}

function noteIn(path: string): Note | undefined {
  try {
    const note: Partial<Note> = JSON.parse(readFileSync(join(path, noteFile), "utf8"));
    return Array.isArray(note.processes) && note.processes.length > 0 ? (note as Note) : undefined;
  } catch {
    return undefined;
  }
}

/** Empty on a system without such namespaces. */
function namespaceHere(): string {
  return attempt(() => readlinkSync("/proc/self/ns/pid")) ?? "";
}

function entriesOf(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? [];
}

/** Undefined where it fails: another process may do the same work. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

let isWatching = false;

function watchForTheEnd(): void {
  if (isWatching) return;
  isWatching = true;
  process.on("exit", () => {
    for (const folder of [...folders]) attempt(() => folder[Symbol.dispose]());
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      // Whoever else listens decides when this process ends.
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
}
