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

/** The processes that use a folder; the folder is abandoned when none of them is alive. */
interface Note {
  /** Process ids are unique only within a PID namespace. */
  readonly namespace: string;
  readonly processes: readonly { readonly pid: number; readonly started: string }[];
}

const noteFile = ".swarm-owner";
/** Names that mkdtemp creates. */
const names = /^swarm-[a-z]+-[A-Za-z0-9]{6}$/;

const folders = new Set<PrivateFolder>();
const swept = new Set<string>();

/**
 * A folder that no other user can enter, for the lifetime of this process.
 *
 * Deleted at exit, also after SIGINT, SIGTERM and SIGHUP; after SIGKILL, by the next process that creates
 * one.
 */
export class PrivateFolder implements Disposable {
  readonly path: string;
  readonly #processes = [process.pid];

  /** @param purpose lower-case letters for the folder's name */
  constructor(purpose: string, parent = tmpdir()) {
    if (!swept.has(parent)) sweepPrivateFolders(parent);
    swept.add(parent);
    if (folders.size === 0) watchForTheEnd();
    this.path = mkdtempSync(join(parent, `swarm-${purpose}-`));
    folders.add(this);
    this.#note();
  }

  /** Registers another process that uses the folder and may outlive this one. */
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
    // A process that is about to end may still be writing to it.
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** Parent for private folders in memory, if the system has one. */
export function inMemory(): string {
  return existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
}

/**
 * Deletes private folders whose processes are all gone. Keeps folders of other users, folders without a
 * record, and folders whose processes are not visible from here.
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

/** Empty on a system without PID namespaces. */
function namespaceHere(): string {
  return attempt(() => readlinkSync("/proc/self/ns/pid")) ?? "";
}

function entriesOf(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? [];
}

/** Undefined on failure: another process may be doing the same. */
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
      // Otherwise another listener decides when the process ends.
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
}
