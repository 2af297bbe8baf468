import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, readlinkSync, readSync } from "node:fs";
import type { BuildRecipe } from "../../compose/buildRecipe.ts";
import { openRegular } from "../../input/userFile.ts";
import { contextFiles } from "./contextFiles.ts";

/**
 * 16 hexadecimal digits that change when the built image would change: paths, contents and executable bits of
 * the files that the builder receives, the Dockerfile, and the recipe's other keys.
 *
 * Build secrets, SSH keys and caches are left out, because they only decide how the image is built. Reads
 * files in pieces, so memory use does not depend on the size of the context.
 */
export function contextHash(recipe: BuildRecipe): string {
  const hash = createHash("sha256");
  const word = (text: string) => hash.update(`${Buffer.byteLength(text)}:${text}`);
  const { context, dockerfile, inlineDockerfile, contexts = {} } = recipe;
  word(recipe.target ?? "");
  for (const [name, value] of Object.entries(recipe.args).sort(byName)) word(`${name}=${value}`);
  word(rarelyWritten(recipe));
  if (dockerfile !== undefined) addFile(hash, dockerfile);
  if (inlineDockerfile !== undefined) word(inlineDockerfile);
  addFiles(hash, context, dockerfile);
  for (const [name, { location, isFolder }] of Object.entries(contexts).sort(byName)) {
    word(`context ${name}`);
    if (isFolder) addFiles(hash, location, undefined);
    else word(location);
  }
  return hash.digest("hex").slice(0, 16);
}

function rarelyWritten({ labels = {}, extraHosts = [], network = "default" }: BuildRecipe): string {
  return JSON.stringify([Object.entries(labels).sort(byName), [...extraHosts].sort(), network]);
}

function byName([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1;
}

function addFiles(hash: Hash, context: string, dockerfile: string | undefined): void {
  for (const { path, full, isLink, isExecutable } of contextFiles(context, dockerfile)) {
    hash.update(`${Buffer.byteLength(path)}:${path}`);
    if (isLink) {
      const target = `-> ${readlinkSync(full)}`;
      hash.update(`${Buffer.byteLength(target)}:${target}`);
    } else {
      hash.update(isExecutable ? "10:executable" : "5:plain");
      addFile(hash, full);
    }
  }
}

/** One buffer for all files: one per file would pile up until the next garbage collection. */
const piece = Buffer.allocUnsafe(1024 * 1024);

function addFile(hash: Hash, path: string): void {
  const file = openRegular(path);
  try {
    hash.update(`${fstatSync(file).size}:`);
    for (;;) {
      const bytes = readSync(file, piece, 0, piece.length, null);
      if (bytes === 0) break;
      hash.update(piece.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}

/** The content hash; with the time of the push if tags are immutable. */
export function imageTag(hash: string, pushed?: Date): string {
  return pushed === undefined ? hash : `${hash}-${pushed.toISOString().replace(/[-:.]/g, "").toLowerCase()}`;
}
