import { leftovers, removeLeftovers } from "./leftovers.ts";

/** Removes what this computer's engine holds of a stack. With a choice of containers only these, and nothing else. */
export function sweep(stack: string, chosen?: (container: string) => boolean): void {
  const found = leftovers(stack)
    .filter(({ kind }) => !chosen || kind === "container")
    .map(({ kind, ids }) => ({ kind, ids: chosen ? ids.filter(chosen) : ids }))
    .filter(({ ids }) => ids.length > 0);
  for (const { kind, ids } of found) console.log(`sweeping ${ids.length} ${kind}(s): ${ids.join(", ")}`);
  removeLeftovers(found);
}
