import { resolve, sep } from "node:path";
import { type Kind, tooLarge, unfit } from "../../components/input/userFile.ts";
import type { Workspace } from "../../components/input/workspace.ts";

/** The kind of a path that is not a file, or not one that this user can read. */
export type Special =
  | { readonly kind: Exclude<Kind, "file"> }
  | { readonly unreadable: string }
  /** A symbolic link to another path of the project. */
  | { readonly link: string };

/** Files by their path in the project, and variables. */
export function workspaceWith(
  files: Readonly<Record<string, string | Buffer | Special>>,
  environment: Readonly<Record<string, string>> = {},
  executable: readonly string[] = [],
): Workspace {
  const root = "/project";
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [
      resolve(root, path),
      typeof content === "string" ? Buffer.from(content) : content,
    ]),
  );
  const isDirectory = (path: string) => [...contents.keys()].some((file) => file.startsWith(path + sep));
  const hasLinks = [...contents.values()].some((content) => "link" in content);
  const realPathOf = (path: string): string => {
    if (!hasLinks) return resolve(path);
    let real = "";
    for (const part of resolve(path).split(sep).filter(Boolean)) {
      const next = `${real}${sep}${part}`;
      // Linux knows no longer path.
      const content = next.length > 4096 ? undefined : contents.get(next);
      real = content && "link" in content ? realPathOf(resolve(root, content.link)) : next;
    }
    return real || sep;
  };
  const kindOf = (written: string) => {
    const path = realPathOf(written);
    const content = contents.get(path);
    if (content) return "kind" in content ? content.kind : "file";
    return isDirectory(path) ? "directory" : undefined;
  };
  return {
    root,
    environment,
    kindOf,
    isExecutable: (path) => executable.map((file) => resolve(root, file)).includes(path),
    realPathOf,
    namesIn: (written, most) => {
      const path = realPathOf(written);
      const below = [...contents.keys()].filter((file) => file.startsWith(path + sep));
      const names = new Set(below.map((file) => file.slice(path.length + 1).split(sep)[0] ?? ""));
      return names.size > most ? undefined : [...names].sort();
    },
    contentOf: (written, limit) => {
      const path = realPathOf(written);
      const content = contents.get(path);
      if (content && "unreadable" in content)
        return { problem: content.unreadable, hint: "give the user who runs this the right to read it" };
      if (!Buffer.isBuffer(content)) return unfit(kindOf(path)) ?? { problem: "is no file" };
      return content.length > limit.bytes ? tooLarge(content.length, limit) : content;
    },
  };
}
