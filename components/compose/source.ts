import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import type { Workspace } from "../input/workspace.ts";
import type { Lookup } from "./load/interpolation.ts";

/** Where a compose file's paths and variables come from. */
export interface ComposeSource {
  /** Absolute path of the compose file's directory. */
  readonly directory: string;
  readonly lookup: Lookup;
  readonly workspace: Workspace;
  readonly load: Load;
  /** Variables of the files that were read, by path and form: services share them. */
  readonly envFiles: Map<string, Readonly<Record<string, string>>>;
}

/** Bytes. */
const most = { inAll: 32 * 1024 * 1024, aroundOne: 256 };

/** All that a stack brings in beside its compose file. */
export class Load {
  #bytes = 0;

  /**
   * @param count of the things that have these bytes
   * @throws Abandoned where it comes to too much
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
