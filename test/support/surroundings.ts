import { resolve, sep } from "node:path";
import type { Surroundings } from "../../components/input/surroundings.ts";

/** Files by their path in the project, and variables. */
export function surroundingsWith(
  files: Readonly<Record<string, string | Buffer>>,
  environment: Readonly<Record<string, string>> = {},
  executable: readonly string[] = [],
): Surroundings {
  const root = "/project";
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [resolve(root, path), Buffer.from(content)] as const),
  );
  const isDirectory = (path: string) => [...contents.keys()].some((file) => file.startsWith(path + sep));
  return {
    root,
    environment,
    kindOf: (path) => (contents.has(path) ? "file" : isDirectory(path) ? "directory" : undefined),
    isExecutable: (path) => executable.map((file) => resolve(root, file)).includes(path),
    contentOf: (path) => {
      const content = contents.get(path);
      if (!content) throw new Error(`${path} was read, but it is no file`);
      return content;
    },
  };
}
