import { sep } from "node:path";
import type { Workspace } from "../../input/workspace.ts";
import { contentError, largest } from "../translate/objectContent.ts";

/** What is at a path of this computer. */
export type BindContent =
  | { readonly kind: "missing" }
  /** A directory without files. */
  | { readonly kind: "empty" }
  | { readonly kind: "file" }
  | {
      readonly kind: "files";
      /** Paths below the directory, sorted. */
      readonly files: readonly string[];
      /** Files without content, which swarm refuses. */
      readonly blank: readonly string[];
    }
  | Unfit;

/** What cannot become configs. */
interface Unfit {
  readonly kind: "unfit";
  readonly is: "directory" | "blank file" | "other";
  /** `a directory of this computer with more than 50 files` */
  readonly what: string;
  readonly hint: string;
}

/** A stack's configs, variables and secrets have 32 MiB together. */
const most = { files: 50, names: 500, depth: 20, bytes: 8 * 1024 * 1024 };

/** They only keep an empty directory in git, or belong to git and to macOS. */
const ignored = [".gitkeep", ".keep", ".gitignore", ".git", ".DS_Store"];

export function bindContent(path: string, workspace: Workspace): BindContent {
  const kind = workspace.kindOf(path);
  if (kind === undefined) return { kind: "missing" };
  if (kind === "directory") return new DirectoryWalk(path, workspace).result();
  if (kind !== "file") return unfit("other", `a ${kind} of this computer`, "mount a regular file");
  const problem = fileProblem(path, workspace);
  if (!problem) return { kind: "file" };
  return unfit(problem.isBlank ? "blank file" : "other", `which ${problem.text}`, problem.hint);
}

function unfit(is: Unfit["is"], what: string, hint: string): Unfit {
  return { kind: "unfit", is, what, hint };
}

interface FileProblem {
  readonly text: string;
  readonly hint: string;
  readonly isBlank: boolean;
}

/** Why a file cannot be a config. */
function fileProblem(
  path: string,
  workspace: Workspace,
  count: (bytes: number) => void = () => {},
): FileProblem | undefined {
  const content = workspace.contentOf(path, largest.config);
  if (!Buffer.isBuffer(content))
    return { text: content.problem, hint: content.hint ?? "fix the path", isBlank: false };
  count(content.length);
  const error = contentError(content, "config");
  return error && { text: error.problem, hint: error.hint, isBlank: content.length === 0 };
}

/** Collects the files of a directory; ends at the first one that makes it unfit. */
class DirectoryWalk {
  readonly #root: string;
  readonly #workspace: Workspace;
  readonly #files: string[] = [];
  readonly #blank: string[] = [];
  #names = 0;
  #bytes = 0;

  constructor(root: string, workspace: Workspace) {
    this.#root = root;
    this.#workspace = workspace;
  }

  result(): BindContent {
    const problem = this.#directory("", 0);
    if (problem !== undefined)
      return unfit(
        "directory",
        `a directory of this computer with ${problem}`,
        "copy its files into the image",
      );
    if (this.#files.length === 0) return { kind: "empty" };
    return { kind: "files", files: this.#files, blank: this.#blank };
  }

  #directory(below: string, depth: number): string | undefined {
    const names = this.#workspace.namesIn(`${this.#root}/${below}`, most.names);
    if (!names && this.#names === 0 && depth === 0) return `more than ${most.files} files, or not readable`;
    if (!names || depth > most.depth) return `too much in ${below}`;
    for (const name of names) {
      if (ignored.includes(name)) continue;
      if (++this.#names > most.names) return `more than ${most.names} files and directories`;
      const problem = this.#entry(`${below}${name}`, depth);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #entry(entry: string, depth: number): string | undefined {
    const path = `${this.#root}/${entry}`;
    const kind = this.#workspace.kindOf(path);
    // A symbolic link that leads nowhere.
    if (kind === undefined) return `${entry}, a symbolic link to a path that is not there`;
    if (!this.#isWithin(path)) return `${entry}, a symbolic link that leads out of it`;
    if (kind === "directory") return this.#directory(`${entry}/`, depth + 1);
    if (kind !== "file") return `${entry}, a ${kind}`;
    const problem = fileProblem(path, this.#workspace, (bytes) => {
      this.#bytes += bytes;
    });
    if (this.#bytes > most.bytes) return `more than ${most.bytes / 1024 / 1024} MiB`;
    if (problem?.isBlank) this.#blank.push(entry);
    else if (problem) return `${entry}, which ${problem.text}`;
    else if (this.#files.push(entry) > most.files) return `more than ${most.files} files`;
    return undefined;
  }

  #isWithin(path: string): boolean {
    const root = this.#workspace.realPathOf(this.#root);
    return this.#workspace.realPathOf(path).startsWith(root === sep ? root : `${root}${sep}`);
  }
}
