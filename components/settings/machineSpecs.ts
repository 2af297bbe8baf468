import type { MachineSpec } from "../machines/machine.ts";
import { withOverrides } from "./nodeOverrides.ts";
import type { Settings } from "./settings.ts";

/** The machines in the settings, managers first. */
export function machineSpecs(
  settings: Pick<Settings, "managers" | "pools"> & Partial<Pick<Settings, "nodes">>,
): MachineSpec[] {
  const managers = Array.from({ length: settings.managers }, (_, index) => ({
    name: `manager-${index}`,
    role: "manager" as const,
    index,
    labels: {},
  }));
  const workers = settings.pools.flatMap((pool) =>
    Array.from({ length: pool.count }, (_, index) => ({
      name: `${pool.name}-${index}`,
      role: "worker" as const,
      index,
      labels: pool.labels,
      pool: pool.name,
      ...(pool.availability === undefined ? {} : { availability: pool.availability }),
    })),
  );
  return [...managers, ...workers].map((spec) => withOverrides(spec, settings.nodes ?? {}));
}
