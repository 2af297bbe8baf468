import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

/** All files of the program and its tools as syntax trees, named by their paths in the project. */
export const sourceFiles: readonly ts.SourceFile[] = [
  "index.ts",
  "config.ts",
  ...["components", "setup", "tools", "bench"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|mts|mjs|cjs)$/.test(name) && !name.includes("node_modules"))
      .sort()
      .map((name) => join(folder, name)),
  ),
].map((path) =>
  ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true),
);

/** Every node of a tree, from the top down. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** `components/compose/load/envFile.ts:12` */
export function lineOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
