// node tools/pulumi/changedStacks.ts: reads changed paths from standard input, one per line; needs no packages.
import { readdirSync, readFileSync } from "node:fs";
import { projectRoot } from "../../setup/project.ts";

/** Files that are part of no cluster. */
const besides =
  /^(docs|test|bench|\.github|\.ci)\/|^([^/]+\.md|LICENSE|biome\.json|\.mocharc\.json|\.gitignore)$/;

/**
 * The stacks that a change can affect: those whose settings changed, or all of them if the program, a compose
 * file or a source changed. Everybody has their own stack dev, so it is left out.
 *
 * @param files names in the project's root
 */
export function changedStacks(changed: readonly string[], files: readonly string[]): string[] {
  const stackIn = (path: string) => /^Pulumi\.(?<stack>.+)\.yaml$/.exec(path)?.groups?.stack;
  const all = files.flatMap((file) => stackIn(file) ?? []).filter((stack) => stack !== "dev");
  const everywhere = changed.some((path) => stackIn(path) === undefined && !besides.test(path));
  return everywhere ? all : all.filter((stack) => changed.includes(`Pulumi.${stack}.yaml`));
}

if (import.meta.main) {
  const changed = readFileSync(0, "utf8").split("\n").filter(Boolean);
  console.log(`stacks=${JSON.stringify(changedStacks(changed, readdirSync(projectRoot)))}`);
}
