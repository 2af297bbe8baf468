import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import type { AwsClusterSettings, AwsPool, ScalingPool } from "./settings.ts";

/** The pools that scale by themselves. */
export function scalingPools(pools: readonly AwsPool[]): ScalingPool[] {
  return pools.filter((pool): pool is ScalingPool => pool.min !== undefined && pool.max !== undefined);
}

/** A new value rotates the worker join token: with it, no machine of the previous generation can join any more. */
export function tokenGeneration({
  pools,
  own,
}: Pick<AwsClusterSettings, "pools" | "own">): string | undefined {
  const { engine, image, upgrade } = own.machines;
  return scalingPools(pools).length === 0
    ? undefined
    : ["pools", engine, image, upgrade].map(encodeURIComponent).join("@");
}

/** Reports what a pool that scales cannot have, and what only such a pool can. */
export function checkScalingPools(
  pools: readonly AwsPool[],
  nodes: AwsClusterSettings["nodes"],
  path: DiagnosticPath,
): void {
  const scaling = scalingPools(pools);
  for (const { name, cpu, availability } of pools) {
    const here = path.at("workers").at(name);
    if (!scaling.some((pool) => pool.name === name)) {
      if (cpu !== undefined && here.isSound())
        here
          .at("cpu")
          .error("is for a pool that scales only", "write min and max instead of count, or remove it");
      continue;
    }
    if (availability !== undefined && availability !== "active")
      here
        .at("availability")
        .error(`is ${availability}, but machines that get no tasks need not scale`, "remove it");
    if (nodes[name])
      path
        .at("nodes")
        .at(name)
        .error("is a pool that scales", `write its labels at swarm:workers.${name} instead`);
  }
}
