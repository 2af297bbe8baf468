import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { textOf } from "../../input/textFile.ts";
import type { Limit } from "../../input/userFile.ts";
import { displayPath, type Workspace } from "../../input/workspace.ts";
import { type ComposePart, composeFile, parsed } from "./composeParts.ts";
import type { Lookup } from "./interpolation.ts";

/** Where the relative paths and the variables of some compose files come from. */
export interface Project {
  /** Absolute path. */
  readonly directory: string;
  readonly lookup: Lookup;
}

/** Far above any real project; more would only take long. */
const most = { files: 100, bytes: 1024 * 1024, values: 30_000 };

/** What `include` and `extends` of a stack bring in. */
export class ProjectFiles {
  readonly workspace: Workspace;
  /** The directory where all paths start in the end. */
  readonly root: string;
  /** All files in order of precedence: a later file's value wins. */
  readonly parts: ComposePart[] = [];
  /** Variables of the env files of `include`. */
  readonly variables = new Map<string, string>();
  #files = 0;
  #bytes = 0;
  #values = 0;

  constructor(workspace: Workspace, root: string) {
    this.workspace = workspace;
    this.root = root;
  }

  /** @param path of what names the file */
  read(file: string, path: DiagnosticPath): ComposePart | undefined {
    this.#files++;
    if (this.#files > most.files)
      path.abandon(
        `brings in more than ${most.files} files, with those before it`,
        "write them as fewer files",
      );
    const hint = "fix the path; it starts at the directory of the file that names it";
    const text = textOf(file, this.#limit(), this.workspace, { path, hint });
    this.#bytes += text?.length ?? 0;
    const here = path.file(displayPath(file, this.workspace));
    const data = text === undefined ? undefined : parsed(text, here, this.workspace);
    return data && { path: here, file, data };
  }

  /** Counts what an `extends` or `include` copies. */
  count(value: unknown, path: DiagnosticPath): void {
    this.#values += sizeOf(value);
    if (this.#values > most.values)
      path.abandon(
        `brings in more than ${most.values} values, with what is copied before it`,
        "extend smaller services, or split the file into several stacks",
      );
  }

  #limit(): Limit {
    return { ...composeFile, bytes: Math.max(0, most.bytes - this.#bytes) };
  }
}

const sizes = new WeakMap<object, number>();

function sizeOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const size = Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 1);
  sizes.set(value, size);
  return size;
}
