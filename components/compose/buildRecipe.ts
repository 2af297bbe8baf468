import { isAbsolute, join } from "node:path";
import type { BuildDocument } from "./schema/buildSchema.ts";

/** How to build the image of one service. */
export interface BuildRecipe extends Pick<BuildDocument, "target" | "labels" | "network"> {
  /** Absolute path. */
  readonly context: string;
  /** Absolute path; undefined if the Dockerfile is inline. */
  readonly dockerfile?: string;
  /** Content of the inline Dockerfile. */
  readonly inlineDockerfile?: string;
  readonly args: Readonly<Record<string, string>>;
  /** Additional build contexts, by name. */
  readonly contexts?: Readonly<Record<string, NamedContext>>;
  /** `name:address` */
  readonly extraHosts?: readonly string[];
  readonly noCache?: boolean;
  /** `type=registry,ref=…` */
  readonly cacheFrom?: readonly string[];
  /** Secret values by id; they end up in no layer, and a changed value alone triggers no build. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Agent socket or keys by id; an empty list means the SSH agent of this shell. */
  readonly ssh?: Readonly<Record<string, readonly string[]>>;
}

export interface NamedContext {
  /** Absolute path of a folder, or an address such as `docker-image://…`. */
  readonly location: string;
  readonly isFolder: boolean;
}

/** True if the context is not a directory of this computer: `https://…`, `git@…`. */
export function isAddress(context: string): boolean {
  return /^([a-z]+:\/\/|git@|github\.com\/)/.test(context);
}

/** @param context its absolute path */
export function dockerfileOf({ dockerfile = "Dockerfile" }: BuildDocument, context: string): string {
  return isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile);
}
