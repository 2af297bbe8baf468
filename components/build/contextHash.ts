import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";

/** What decides an image beside the files of its context. */
export interface ContextExtras {
  /** Absolute path; may lie outside the context. */
  readonly dockerfile: string;
  readonly target?: string | undefined;
  readonly args: Readonly<Record<string, string>>;
}

/**
 * 16 hex digits that change when the built image would: paths, contents, executable bits, Dockerfile, arguments.
 *
 * Honours `.dockerignore`; reads a file in pieces, so a context of any size takes the same memory.
 */
export function contextHash(context: string, extras: ContextExtras): string {
  const hash = createHash("sha256");
  const word = (text: string) => hash.update(`${Buffer.byteLength(text)}:${text}`);
  word(extras.target ?? "");
  for (const [name, value] of Object.entries(extras.args).sort(byName)) word(`${name}=${value}`);
  addFile(hash, extras.dockerfile);
  const ignored = readIgnoreFile(context, extras.dockerfile);
  for (const path of listFiles(context, "")) {
    if (ignored.ignores(path)) continue;
    const full = join(context, path);
    const stat = lstatSync(full);
    word(path);
    if (stat.isSymbolicLink()) word(`-> ${readlinkSync(full)}`);
    else {
      word(stat.mode & 0o111 ? "executable" : "plain");
      addFile(hash, full);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function byName([left]: [string, string], [right]: [string, string]): number {
  return left < right ? -1 : 1;
}

/** BuildKit prefers `<Dockerfile>.dockerignore` to `.dockerignore`. */
function readIgnoreFile(context: string, dockerfile: string) {
  const file = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find(existsSync);
  const matcher = dockerignore.default();
  return file ? matcher.add(readFileSync(file, "utf8")) : matcher;
}

function* listFiles(context: string, folder: string): Generator<string> {
  const entries = readdirSync(join(context, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* listFiles(context, path);
    else if (entry.isFile() || entry.isSymbolicLink()) yield path;
  }
}

const piece = 1024 * 1024;

function addFile(hash: Hash, path: string): void {
  const file = openSync(path, "r");
  try {
    hash.update(`${fstatSync(file).size}:`);
    const buffer = Buffer.allocUnsafe(piece);
    for (;;) {
      const bytes = readSync(file, buffer, 0, piece, null);
      if (bytes === 0) break;
      hash.update(buffer.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}
