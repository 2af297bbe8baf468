import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of Pulumi.yaml. */
export const projectRoot = dirname(import.meta.dirname);

/** The files that this computer keeps for the project; not in git. */
export function stateFolder(root = projectRoot): string {
  return join(root, ".state");
}

/** The exact version that package.json pins. */
export function pinnedVersion(name: string, root = projectRoot): string {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version: unknown = dependencies?.[name] ?? devDependencies?.[name];
  if (typeof version !== "string") throw new Error(`package.json pins no version of ${name}\n  → add it`);
  return version;
}
