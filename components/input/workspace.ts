import { statSync } from "node:fs";
import { relative } from "node:path";
import {
  contentAt,
  type Kind,
  kindAt,
  type Limit,
  namesAt,
  realPathAt,
  type Unreadable,
} from "./userFile.ts";

/** The files and environment variables that the input can refer to. */
export interface Workspace {
  readonly root: string;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined if nothing exists at the path. */
  readonly kindOf: (path: string) => Kind | undefined;
  /** Whether the owner of an existing file can execute it. */
  readonly isExecutable: (path: string) => boolean;
  readonly contentOf: (path: string, limit: Limit) => Buffer | Unreadable;
  /** Names in a directory, sorted; undefined if it cannot be read, or has more than `most` names. */
  readonly namesIn: (path: string, most: number) => readonly string[] | undefined;
  /** An existing path without symbolic links. */
  readonly realPathOf: (path: string) => string;
}

/** @param variables in addition to the process's environment */
export function workspaceOf(root: string, variables: Readonly<Record<string, string>> = {}): Workspace {
  return {
    root,
    environment: { ...process.env, ...variables },
    kindOf: kindAt,
    isExecutable: (path) => (statSync(path).mode & 0o100) !== 0,
    contentOf: contentAt,
    namesIn: namesAt,
    realPathOf: realPathAt,
  };
}

/** A path's name in messages. */
export function displayPath(path: string, workspace: Workspace): string {
  const inside = relative(workspace.root, path);
  return inside.startsWith("..") ? path : inside || "the project's directory";
}
