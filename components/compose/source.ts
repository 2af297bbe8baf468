import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import type { Workspace } from "../input/workspace.ts";
import type { Lookup } from "./load/interpolation.ts";
import type { ProjectFiles } from "./load/project.ts";

/** Resolves a compose file's paths and variables. */
export interface ComposeSource {
  /** Absolute path of the directory of the compose file. */
  readonly directory: string;
  readonly lookup: Lookup;
  readonly workspace: Workspace;
  readonly load: Load;
  /** Variables of the env files read so far, by path and format: services share files. */
  readonly envFiles: Map<string, Readonly<Record<string, string>>>;
}

/** @param lookup the stack's own variables; those of included files come after them */
export function sourceOf(files: ProjectFiles, lookup: Lookup): ComposeSource {
  return {
    directory: files.root,
    lookup: (name) => lookup(name) ?? files.variables.get(name),
    workspace: files.workspace,
    load: new Load(),
    envFiles: new Map(),
  };
}

/** Bytes. */
const most = { inAll: 32 * 1024 * 1024, aroundOne: 256 };

/** The size of everything that a stack loads besides its compose file. */
export class Load {
  #bytes = 0;

  /**
   * @param count of the things that have these bytes
   * @throws Abandoned if the total is too large
   */
  add(bytes: number, count: number, path: DiagnosticPath): void {
    this.#bytes += bytes + count * most.aroundOne;
    if (this.#bytes > most.inAll)
      path.abandon(
        "brings in more than 32 MiB, together with the stack's other variables, configs and secrets",
        "copy large files into images, and give each service only the variables that it needs",
      );
  }
}
