import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IgnoreRules, type Matches } from "./ignoreRules.ts";

/** A file or symbolic link that the builder gets. */
export interface ContextFile {
  /** In the context, with slashes. */
  readonly path: string;
  readonly full: string;
  readonly isLink: boolean;
  readonly isExecutable: boolean;
}

/** What the builder gets of a directory, always in the same order; sockets, pipes and devices are nobody's content. */
export function* contextFiles(context: string, dockerfile?: string): Generator<ContextFile> {
  yield* filesBelow(context, "", [], ignoreRules(context, dockerfile));
}

/** BuildKit prefers `<Dockerfile>.dockerignore` to `.dockerignore`. */
function ignoreRules(context: string, dockerfile: string | undefined): IgnoreRules {
  const own = dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`];
  const file = [...own, join(context, ".dockerignore")].find((path) => existsSync(path));
  try {
    return new IgnoreRules(file ? readFileSync(file, "utf8") : "");
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
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
    const { ignored, matches } = rules.look(path, above);
    if (entry.isDirectory()) {
      if (!ignored || rules.bringsBackBelow(path)) yield* filesBelow(context, path, matches, rules);
    } else if (!ignored && (entry.isFile() || entry.isSymbolicLink())) {
      const full = join(context, path);
      const isLink = entry.isSymbolicLink();
      yield { path, full, isLink, isExecutable: !isLink && (lstatSync(full).mode & 0o111) !== 0 };
    }
  }
}

function byName(left: Dirent, right: Dirent): number {
  return left.name < right.name ? -1 : 1;
}
