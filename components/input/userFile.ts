import {
  closeSync,
  constants,
  fstatSync,
  opendirSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";

/** The kind of a path's target; `endless loop` is a symbolic link to itself. */
export type Kind = "file" | "directory" | "named pipe" | "socket" | "device" | "endless loop";

/** Maximum size of a file. */
export interface Limit {
  /** `a compose file` */
  readonly of: string;
  readonly bytes: number;
  /** Hint for a larger one. */
  readonly hint: string;
}

/** `Pulumi.yaml` and `Pulumi.<stack>.yaml`. */
export const settingsFile: Limit = {
  of: "a file of settings",
  bytes: 1024 * 1024,
  hint: "bring large contents in as files of a compose file",
};

/** Why a file is not read; continues a sentence that begins with its name and `which`. */
export interface Unreadable {
  readonly problem: string;
  /** Undefined if it depends on the purpose of the file. */
  readonly hint?: string;
}

/** Undefined if nothing exists at the path. */
export function kindAt(path: string): Kind | undefined {
  const found = lookAt(path);
  return typeof found === "string" ? found : undefined;
}

function lookAt(path: string): Kind | Unreadable | undefined {
  try {
    return kindOf(statSync(path));
  } catch (error) {
    if (codeOf(error) === "ELOOP") return "endless loop";
    return codeOf(error) === "EACCES" ? unreadable(error) : undefined;
  }
}

function kindOf(stats: Stats): Kind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  if (stats.isFIFO()) return "named pipe";
  return stats.isSocket() ? "socket" : "device";
}

/** Why a path of this kind is never opened. */
export function unfit(kind: Kind | undefined): Unreadable | undefined {
  if (kind === "file") return undefined;
  if (kind === undefined || kind === "directory") return { problem: "is no file" };
  const what = kind === "endless loop" ? "symbolic link that leads to itself" : kind;
  return { problem: `is a ${what}`, hint: "name a regular file" };
}

export function tooLarge(bytes: number, limit: Limit): Unreadable {
  return { problem: `has ${bytes} bytes, but ${limit.of} may have ${limit.bytes}`, hint: limit.hint };
}

/**
 * The content of a file that the user names. All such reads must use this function: reading a pipe or device
 * may never end.
 *
 * Files in /proc may block and report no size, so this neither waits nor trusts the size.
 */
export function contentAt(path: string, limit: Limit): Buffer | Unreadable {
  const found = lookAt(path);
  const wrong = typeof found === "object" ? found : unfit(found);
  if (wrong) return wrong;
  try {
    return readAll(path, limit);
  } catch (error) {
    return unreadable(error);
  }
}

/** The text of a file; undefined if it does not exist. @throws if it is not a regular file */
export function textAt(path: string, limit: Limit): string | undefined {
  if (lookAt(path) === undefined) return undefined;
  const content = contentAt(path, limit);
  if (Buffer.isBuffer(content)) return content.toString();
  throw new Error(`${path} ${content.problem}\n  → ${content.hint ?? "name a regular file"}`);
}

/** Names in a directory, sorted; undefined if it cannot be read, or has more than `most` names. */
export function namesAt(path: string, most: number): readonly string[] | undefined {
  try {
    const folder = opendirSync(path);
    try {
      const names: string[] = [];
      for (let entry = folder.readSync(); entry; entry = folder.readSync())
        if (names.push(entry.name) > most) return undefined;
      return names.sort();
    } finally {
      folder.closeSync();
    }
  } catch {
    return undefined;
  }
}

/** An existing path without symbolic links; the same path if it cannot be resolved. */
export function realPathAt(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readAll(path: string, limit: Limit): Buffer | Unreadable {
  const descriptor = openRegular(path);
  try {
    const { size } = fstatSync(descriptor);
    if (size > limit.bytes) return tooLarge(size, limit);
    const pieces: Buffer[] = [];
    let read = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(Math.max(size - read, 0) + 4096);
      const bytes = readSync(descriptor, piece);
      if (bytes === 0) return Buffer.concat(pieces, read);
      read += bytes;
      if (read > limit.bytes)
        return { ...tooLarge(read, limit), problem: `has more than ${limit.bytes} bytes` };
      pieces.push(piece.subarray(0, bytes));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** A descriptor of a regular file. @throws if it is not one, even if it changed just before */
export function openRegular(path: string): number {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const wrong = unfit(kindOf(fstatSync(descriptor)));
  if (!wrong) return descriptor;
  closeSync(descriptor);
  throw new Error(`${path} ${wrong.problem}\n  → ${wrong.hint ?? "name a regular file"}`);
}

function unreadable(error: unknown): Unreadable {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM")
    return {
      problem: "is not readable by this user",
      hint: "give the user who runs this the right to read it",
    };
  return { problem: `cannot be read (${code ?? (error as Error).message})`, hint: "name a regular file" };
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
