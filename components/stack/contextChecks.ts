import { relative } from "node:path";
import { contextProblem } from "../build/contextCheck.ts";
import type { Fault } from "../input/fault.ts";
import type { ComposeModel } from "./composeModel.ts";

/** What the builder would stumble over in the folders that images are built from. */
export function checkContexts(models: readonly ComposeModel[], root: string): Fault[] {
  const known = new Map<string, Omit<Fault, "path"> | undefined>();
  /** Services share folders, and to walk through one takes long. */
  const faultOnce = (folder: string, dockerfile?: string) => {
    const key = `${folder}\0${dockerfile ?? ""}`;
    if (!known.has(key)) known.set(key, faultOf(folder, root, dockerfile));
    return known.get(key);
  };
  return models.flatMap(({ name, builds }) =>
    Object.entries(builds).flatMap(([service, { context, dockerfile, contexts = {} }]) => {
      const others = Object.values(contexts).filter(({ isFolder }) => isFolder);
      const faults = [faultOnce(context, dockerfile), ...others.map(({ location }) => faultOnce(location))];
      return faults
        .filter((fault) => fault !== undefined)
        .map((fault) => ({ path: `stack ${name}: services.${service}.build`, ...fault }));
    }),
  );
}

function faultOf(folder: string, root: string, dockerfile?: string): Omit<Fault, "path"> | undefined {
  const found = contextProblem(folder, dockerfile);
  if (!found) return undefined;
  const inside = relative(root, folder) || "the project's directory";
  const called = inside.startsWith("..") ? folder : inside;
  return { problem: `builds from ${called}, which ${found.problem}`, remedy: found.remedy };
}
