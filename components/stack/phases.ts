import type { PlannedService } from "./deployment.ts";

/**
 * Divides the services into phases: each phase is deployed when the previous ones are done. Services for which
 * no other one waits come last, so that a failure before leaves them as they are.
 */
export function phasesOf(services: readonly PlannedService[]): PlannedService[][] {
  const byName = new Map(services.map((one) => [one.service, one]));
  const levels = new Map<string, number>();
  // The reader refuses cycles.
  const levelOf = (name: string): number => {
    const known = levels.get(name);
    if (known !== undefined) return known;
    const level = 1 + Math.max(-1, ...(byName.get(name)?.waitsFor ?? []).map(levelOf));
    levels.set(name, level);
    return level;
  };
  const last = Math.max(0, ...services.map(({ service }) => levelOf(service)));
  const awaited = new Set(services.flatMap(({ waitsFor }) => waitsFor));
  const phases = Array.from({ length: last + 1 }, (): PlannedService[] => []);
  for (const one of services) phases[awaited.has(one.service) ? levelOf(one.service) : last]?.push(one);
  return phases;
}
