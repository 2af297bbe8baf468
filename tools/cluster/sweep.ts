import { leftovers, removeLeftovers } from "./leftovers.ts";

/** Removes a cluster's objects from this computer's engine. With `chosen`, removes only those containers. */
export function sweep(cluster: string, chosen?: (container: string) => boolean): void {
  const found = leftovers(cluster)
    .filter(({ kind }) => !chosen || kind === "container")
    .map(({ kind, ids }) => ({ kind, ids: chosen ? ids.filter(chosen) : ids }))
    .filter(({ ids }) => ids.length > 0);
  for (const { kind, ids } of found) console.log(`sweeping ${ids.length} ${kind}(s): ${ids.join(", ")}`);
  removeLeftovers(found);
}
