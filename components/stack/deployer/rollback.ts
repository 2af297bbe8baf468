import { deploymentLimits } from "../../steps/times.ts";
import type { EngineService } from "../judge/engineJson.ts";
import type { Expectation } from "../judge/expectation.ts";
import { type Observation, revisionOf } from "../judge/observation.ts";
import { Progress, progressOf } from "../judge/progress.ts";
import { runs } from "../judge/tally.ts";
import { type Host, isSoon } from "./host.ts";

/** The services of a stack as the engine has them, and as they were observed. */
export interface StackView {
  readonly found: readonly EngineService[];
  readonly observation: Observation;
}

/** A deployment whose services may go back to what they were. */
export interface ReversibleDeployment {
  readonly stack: string;
  /** Names of services that existed before the deployment. */
  readonly existedBefore: ReadonlySet<string>;
  readonly observe: () => Promise<StackView>;
}

/**
 * Rolls back what swarm did not: swarm handles only failures during the update's monitor period, and no tasks
 * that never start. Skips services whose file says pause or continue, and jobs, whose previous version has run.
 * Waits until the previous versions run: swarm completes a rollback while the only task still waits for its
 * restart delay, https://github.com/moby/swarmkit/blob/v2.0.0/manager/orchestrator/update/updater.go.
 *
 * @returns what runs of each service, as the end of a sentence
 */
export async function rollBack(
  host: Host,
  { stack, existedBefore, observe }: ReversibleDeployment,
  failed: readonly Expectation[],
): Promise<Map<string, string>> {
  const progress = new Progress();
  let view = await observe();
  const reverting = await startRollbacks(host, stack, failed, view);
  await isSoon(host, deploymentLimits.rollback, async () => {
    view = await observe();
    const missing = reverting.flatMap((one) => missingOf(one, view) ?? []);
    const line = progress.next(progressOf(missing), host.now());
    if (line) host.say(`${stack}: waiting for the previous version: ${line}`);
    return missing.length === 0;
  });
  return new Map(failed.map((one) => [one.service, remainsOf(one, view, existedBefore)]));
}

/** Returns the services of which the previous version should run. */
async function startRollbacks(host: Host, stack: string, failed: readonly Expectation[], view: StackView) {
  const reverting: Expectation[] = [];
  for (const expectation of failed) {
    const { service, kind } = expectation;
    const found = view.found.find(({ Spec }) => Spec.Name === `${stack}_${service}`);
    if (!found || kind === "job") continue;
    const update = found.UpdateStatus?.State ?? "";
    const args = ["service", "rollback", "--detach", "--quiet", found.Spec.Name];
    if (
      update.startsWith("rollback_") ||
      (mayRollBack(found, kind) && (await host.docker(args, 30)).code === 0)
    )
      reverting.push(expectation);
  }
  return reverting;
}

function mayRollBack({ Spec, PreviousSpec }: EngineService, kind: Expectation["kind"]): boolean {
  const action = Spec.UpdateConfig?.FailureAction ?? "pause";
  const isWanted = action === "rollback" || (action === "continue" && kind === "finite");
  return isWanted && PreviousSpec != null && revisionOf(PreviousSpec) !== revisionOf(Spec);
}

/** How much runs of the version to which swarm returns; undefined if there is nothing to wait for. */
function missingOf({ service, kind }: Expectation, { observation }: StackView) {
  const { update, revision, wanted = 0 } = observation.services.get(service) ?? {};
  const own = observation.tasks.filter((task) => task.service === service && task.revision === revision);
  const good = own.filter((task) => runs(task) || (kind === "finite" && task.state === "complete")).length;
  const isOver = update === "rollback_paused" || (update !== "rollback_started" && good >= wanted);
  return isOver ? undefined : { service, good, wanted };
}

function remainsOf(expectation: Expectation, view: StackView, existedBefore: ReadonlySet<string>): string {
  const { service, kind } = expectation;
  if (kind === "job") return "a job is not rolled back";
  const update = view.observation.services.get(service)?.update ?? "none";
  if (update === "rollback_paused") return "the previous version is not running either";
  if (update.startsWith("rollback_")) {
    const missing = missingOf(expectation, view);
    return missing
      ? `the previous version is being restored (${missing.good}/${missing.wanted})`
      : "the previous version is running";
  }
  return existedBefore.has(service) ? "it stays unchanged" : "there is no previous version to roll back to";
}
