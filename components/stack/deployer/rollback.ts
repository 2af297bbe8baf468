import { deploymentLimits } from "../../steps/times.ts";
import type { EngineService } from "../judge/engineJson.ts";
import type { Expectation } from "../judge/expectation.ts";
import { revisionOf } from "../judge/observation.ts";
import { type Host, isSoon } from "./host.ts";
import { stackServices } from "./stackQuery.ts";

/**
 * Rolls back what swarm did not: swarm handles only failures during the update's monitor period, and no tasks
 * that never start. Skips services whose file says pause or continue, and jobs, whose previous version has run.
 */
export async function rollBack(host: Host, stack: string, failed: readonly Expectation[]): Promise<void> {
  const services = await servicesOf(host, stack);
  const reverting = new Set<string>();
  for (const { service, kind } of failed) {
    const found = services.get(service);
    if (!found || kind === "job") continue;
    const update = found.UpdateStatus?.State ?? "";
    if (update === "rollback_started") reverting.add(service);
    if (update.startsWith("rollback_") || !mayRollBack(found, kind)) continue;
    const words = ["service", "rollback", "--detach", "--quiet", `${stack}_${service}`];
    if ((await host.docker(words, 30)).code === 0) reverting.add(service);
  }
  if (reverting.size === 0) return;
  await isSoon(host, deploymentLimits.rollback, async () => {
    const now = await servicesOf(host, stack);
    return [...reverting].every((name) => now.get(name)?.UpdateStatus?.State !== "rollback_started");
  });
}

function mayRollBack({ Spec, PreviousSpec }: EngineService, kind: Expectation["kind"]): boolean {
  const action = Spec.UpdateConfig?.FailureAction ?? "pause";
  const isWanted = action === "rollback" || (action === "continue" && kind === "finite");
  return isWanted && PreviousSpec != null && revisionOf(PreviousSpec) !== revisionOf(Spec);
}

/** What runs of each service after it failed, as the end of a sentence. */
export async function remainsOf(
  host: Host,
  stack: string,
  failed: readonly Expectation[],
  existedBefore: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const services = await servicesOf(host, stack);
  return new Map(
    failed.map(({ service, kind }) => [
      service,
      kind === "job"
        ? "a job is not rolled back"
        : (after[services.get(service)?.UpdateStatus?.State ?? ""] ??
          (existedBefore.has(service)
            ? "it stays unchanged"
            : "there is no previous version to roll back to")),
    ]),
  );
}

const after: Readonly<Record<string, string>> = {
  rollback_completed: "the previous version keeps running",
  rollback_started: "the previous version is being restored",
  rollback_paused: "the previous version is not running either",
};

async function servicesOf({ engine }: Host, stack: string): Promise<Map<string, EngineService>> {
  const services = await stackServices(engine, stack);
  return new Map(services.map((service) => [service.Spec.Name.slice(stack.length + 1), service]));
}
