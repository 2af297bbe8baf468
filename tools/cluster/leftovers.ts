import { labelNames } from "../../components/names.ts";
import { spawnSync } from "../../components/process/child.mjs";

/** Objects of one kind in this computer's engine that carry a cluster's id. */
export interface Leftovers {
  readonly kind: "container" | "network" | "volume" | "image";
  readonly ids: readonly string[];
}

const listCommands: Readonly<Record<Leftovers["kind"], readonly string[]>> = {
  container: ["container", "ls", "--all", "--no-trunc", "--format", "{{.ID}}"],
  network: ["network", "ls", "--format", "{{.Name}}"],
  volume: ["volume", "ls", "--format", "{{.Name}}"],
  image: ["image", "ls", "--format", "{{.ID}}"],
};

/** Everything of a cluster, in an order that allows removal. Clusters can share a stack's name, but no id. */
export function leftovers(cluster: string): Leftovers[] {
  return labelled(`${labelNames.cluster}=${cluster}`);
}

/** Everything with this label, in an order that allows removal. */
export function labelled(label: string): Leftovers[] {
  const kinds = Object.keys(listCommands) as Leftovers["kind"][];
  return kinds.map((kind) => ({ kind, ids: list(kind, label) })).filter(({ ids }) => ids.length > 0);
}

export function removeLeftovers(found: readonly Leftovers[]): void {
  for (const { kind, ids } of found) {
    const force = kind === "container" ? ["--force", "--volumes"] : kind === "network" ? [] : ["--force"];
    spawnSync("docker", [kind, "rm", ...force, ...ids], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

/** Removes a cluster's objects from this computer's engine. With `chosen`, removes only those containers. */
export function sweep(cluster: string, chosen?: (container: string) => boolean): void {
  const found = leftovers(cluster)
    .filter(({ kind }) => !chosen || kind === "container")
    .map(({ kind, ids }) => ({ kind, ids: chosen ? ids.filter(chosen) : ids }))
    .filter(({ ids }) => ids.length > 0);
  for (const { kind, ids } of found) console.log(`sweeping ${ids.length} ${kind}(s): ${ids.join(", ")}`);
  removeLeftovers(found);
}

function list(kind: Leftovers["kind"], label: string): string[] {
  const args = [...listCommands[kind], "--filter", `label=${label}`];
  const { status, stdout } = spawnSync("docker", args, { encoding: "utf8" });
  // If no engine answers, there is nothing to sweep.
  return status === 0 ? [...new Set(stdout.split("\n").filter(Boolean))] : [];
}
