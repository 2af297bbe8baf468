import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { contentAt, kindAt, type Limit } from "../../input/userFile.ts";
import { IgnoreRules, type Matches } from "./ignoreRules.ts";

/** A file or symbolic link that the builder receives. */
export interface ContextFile {
  /** Relative to the context, with slashes. */
  readonly path: string;
  readonly full: string;
  readonly isLink: boolean;
  readonly isExecutable: boolean;
  /** Bytes; 0 for a link. */
  readonly size: number;
}

/** `.dockerignore` is unreadable. */
export class IgnoreFileProblem extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** The files that the builder receives, in a stable order; sockets, pipes and devices are skipped. */
export function* contextFiles(context: string, dockerfile?: string): Generator<ContextFile> {
  yield* filesBelow(context, "", [], ignoreRules(context, dockerfile));
}

const ignoreFile: Limit = {
  of: ".dockerignore",
  bytes: 64 * 1024,
  hint: "write fewer patterns, or patterns that match more",
};

/** BuildKit prefers `<Dockerfile>.dockerignore` to `.dockerignore`. */
function ignoreRules(context: string, dockerfile: string | undefined): IgnoreRules {
  const own = dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`];
  const file = [...own, join(context, ".dockerignore")].find((path) => kindAt(path) !== undefined);
  if (!file) return new IgnoreRules("");
  const content = contentAt(file, ignoreFile);
  if (!Buffer.isBuffer(content))
    throw new IgnoreFileProblem(`${file} ${content.problem}`, content.hint ?? "replace it with a file");
  try {
    return new IgnoreRules(content.toString());
  } catch (error) {
    throw new IgnoreFileProblem(`${file}: ${(error as Error).message}`, "correct it");
  }
}

function* filesBelow(
  context: string,
  folder: string,
  above: Matches,
  rules: IgnoreRules,
): Generator<ContextFile> {
  const entries = readdirSync(join(context, folder), { withFileTypes: true });
  for (const entry of entries.sort(byName)) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    const { ignored, matches } = rules.match(path, above);
    if (entry.isDirectory()) {
      if (!ignored || rules.bringsBackBelow(path)) yield* filesBelow(context, path, matches, rules);
    } else if (!ignored && (entry.isFile() || entry.isSymbolicLink())) {
      const full = join(context, path);
      if (entry.isSymbolicLink()) yield { path, full, isLink: true, isExecutable: false, size: 0 };
      else {
        const { mode, size } = lstatSync(full);
        yield { path, full, isLink: false, isExecutable: (mode & 0o111) !== 0, size };
      }
    }
  }
}

function byName(left: Dirent, right: Dirent): number {
  return left.name < right.name ? -1 : 1;
}
