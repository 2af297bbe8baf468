import type { DiagnosticPath } from "./diagnosticPath.ts";
import type { Limit } from "./userFile.ts";
import { displayPath, type Workspace } from "./workspace.ts";

/** Whether bytes are valid UTF-8 text. */
export function isText(content: Buffer): boolean {
  return Buffer.compare(Buffer.from(content.toString()), content) === 0;
}

/** What refers to a file, and the hint for a missing one. */
export interface Naming {
  readonly path: DiagnosticPath;
  readonly hint: string;
}

/** The content of a file; reports an error at the value that refers to it if it is unreadable. */
export function contentOf(
  path: string,
  limit: Limit,
  workspace: Workspace,
  { path: where, hint }: Naming,
): Buffer | undefined {
  const content = workspace.contentOf(path, limit);
  if (Buffer.isBuffer(content)) return content;
  return where.error(`names ${displayPath(path, workspace)}, which ${content.problem}`, content.hint ?? hint);
}

/** The text of a file; decoding other bytes would change them silently. */
export function textOf(path: string, limit: Limit, workspace: Workspace, naming: Naming): string | undefined {
  const content = contentOf(path, limit, workspace, naming);
  if (content === undefined || isText(content)) return content?.toString();
  return naming.path
    .file(displayPath(path, workspace))
    .error("is not UTF-8 text", "save it as UTF-8 in your editor");
}
