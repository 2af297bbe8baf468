import type { Settings } from "../settings/settings.ts";
import type { MachineSpec } from "./machine.ts";

/** The machines that the settings ask for, managers first. */
export function machineSpecs(settings: Pick<Settings, "managers" | "pools">): MachineSpec[] {
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
    })),
  );
  return [...managers, ...workers];
}
