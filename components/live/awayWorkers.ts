import type { MachineSpec } from "../machines/machine.ts";
import type { Observed } from "./driftCorrection.ts";

/**
 * Names of the workers that are Down and whose machines do not answer either: nothing can be done there now.
 * A machine that this run brings back is not away.
 */
export function awayWorkers(
  observed: Observed | undefined,
  machines: readonly Pick<MachineSpec, "name" | "role">[],
): string[] {
  if (!observed?.live.swarm) return [];
  const { live, isReplaced } = observed;
  const { nodes } = observed.live.swarm;
  return machines.flatMap(({ name, role }) => {
    const known = nodes.filter((node) => node.name === name);
    const isDown = known.length > 0 && known.every(({ state }) => state === "down");
    return role === "worker" && isDown && !live.absent?.[name] && !isReplaced(name) ? [name] : [];
  });
}

/** The same machines; those of the workers that are away are marked. */
export function markAway<M extends Pick<MachineSpec, "name" | "role">>(
  machines: readonly M[],
  observed: Observed | undefined,
): (M & { readonly isAway?: boolean })[] {
  const away = awayWorkers(observed, machines);
  return machines.map((machine) => (away.includes(machine.name) ? { ...machine, isAway: true } : machine));
}
