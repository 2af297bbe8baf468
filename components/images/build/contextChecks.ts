import { relative } from "node:path";
import type { ComposeModel } from "../../compose/model.ts";
import type { Diagnostic } from "../../input/diagnostic.ts";
import { contextProblem } from "./contextCheck.ts";

/** Reports entries of build contexts on which the builder would fail. */
export function checkContexts(models: readonly ComposeModel[], root: string): Diagnostic[] {
  const known = new Map<string, Omit<Diagnostic, "path"> | undefined>();
  /** Services share folders, and walking a folder takes long. */
  const errorOnce = (folder: string, dockerfile?: string) => {
    const key = `${folder}\0${dockerfile ?? ""}`;
    if (!known.has(key)) known.set(key, errorOf(folder, root, dockerfile));
    return known.get(key);
  };
  return models.flatMap(({ name, builds }) =>
    Object.entries(builds).flatMap(([service, { context, dockerfile, contexts = {} }]) => {
      const others = Object.values(contexts).filter(({ isFolder }) => isFolder);
      const diagnostics = [
        errorOnce(context, dockerfile),
        ...others.map(({ location }) => errorOnce(location)),
      ];
      return diagnostics
        .filter((diagnostic) => diagnostic !== undefined)
        .map((diagnostic) => ({ path: `stack ${name}: services.${service}.build`, ...diagnostic }));
    }),
  );
}

function errorOf(folder: string, root: string, dockerfile?: string): Omit<Diagnostic, "path"> | undefined {
  const found = contextProblem(folder, dockerfile);
  if (!found) return undefined;
  const inside = relative(root, folder) || "the project's directory";
  const called = inside.startsWith("..") ? folder : inside;
  return { problem: `builds from ${called}, which ${found.problem}`, hint: found.hint };
}
