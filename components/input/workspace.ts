import { statSync } from "node:fs";
import { relative } from "node:path";
import { contentAt, type Kind, kindAt, type Limit, type Unreadable } from "./userFile.ts";

/** What lies around the settings: files and variables. */
export interface Workspace {
  /** Absolute path of the project. */
  readonly root: string;
  /** The environment's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined where there is nothing. */
  readonly kindOf: (path: string) => Kind | undefined;
  /** Whether the owner of a file that is there may execute it. */
  readonly isExecutable: (path: string) => boolean;
  readonly contentOf: (path: string, limit: Limit) => Buffer | Unreadable;
}

/** @param variables besides those of the process */
export function workspaceOf(root: string, variables: Readonly<Record<string, string>> = {}): Workspace {
  return {
    root,
    environment: { ...process.env, ...variables },
    kindOf: kindAt,
    isExecutable: (path) => (statSync(path).mode & 0o100) !== 0,
    contentOf: contentAt,
  };
}

/** How a path is called in a message. */
export function displayPath(path: string, workspace: Workspace): string {
  const inside = relative(workspace.root, path);
  return inside.startsWith("..") ? path : inside || "the project's directory";
}
