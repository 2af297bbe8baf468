import { readFileSync, statSync } from "node:fs";
import { relative } from "node:path";

/** What lies around the settings: files and variables. */
export interface Surroundings {
  /** Absolute path of the project. */
  readonly root: string;
  /** The environment's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly kindOf: (path: string) => "file" | "directory" | undefined;
  /** Whether the owner of a file that is there may execute it. */
  readonly isExecutable: (path: string) => boolean;
  /** Content of a file that is there. */
  readonly contentOf: (path: string) => Buffer;
}

export function surroundingsOf(root: string): Surroundings {
  return {
    root,
    environment: process.env,
    kindOf: (path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found) return undefined;
      return found.isDirectory() ? "directory" : "file";
    },
    isExecutable: (path) => (statSync(path).mode & 0o100) !== 0,
    contentOf: (path) => readFileSync(path),
  };
}

/** How a path is called in a message. */
export function called(path: string, surroundings: Surroundings): string {
  const inside = relative(surroundings.root, path);
  return inside.startsWith("..") ? path : inside || "the project's directory";
}
