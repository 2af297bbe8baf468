import type { Expectation } from "./expectation.ts";
import type { Failure, Memory } from "./memory.ts";
import type { Observation, ObservedService } from "./observation.ts";
import { type Tallies, type Tally, tally } from "./tally.ts";

/**
 * Of the whole deployment. `failing`: others are not done yet; `reverting`: a rollback goes on; `failed`:
 * nothing is pending.
 */
export type Verdict = "converged" | "waiting" | "failing" | "reverting" | "failed";

export interface ServiceJudgement {
  readonly service: string;
  readonly state: "done" | "busy" | "reverting" | "failed";
  /** What is wrong, if it failed: `was rolled back: task: non-zero exit (1)`. */
  readonly reason: string;
  /** Number of tasks that are as expected. */
  readonly good: number;
  readonly wanted: number;
  /** True if it has ended, and an update without a change would not start it. */
  readonly hasEnded: boolean;
  /** True if it has more tasks than it should, and no update that would remove them goes on. */
  readonly hasSurplus: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** In the order of the expectations. */
  readonly services: readonly ServiceJudgement[];
  readonly memory: Memory;
}

/** Seconds without any change after which waiting longer is pointless. */
const stall = 15;

/**
 * Judges a deployment by one observation and the memory of earlier ones. Forgives failures of earlier
 * deployments, and those while another service was not done: a service may fail until its database is up.
 *
 * @param now in seconds
 */
export function judge(
  expectations: readonly Expectation[],
  observation: Observation,
  memory: Memory,
  now: number,
): Judgement {
  const tallies = tally(expectations, observation, memory);
  const services = expectations.map((expectation) => {
    const observed = observation.services.get(expectation.service);
    return judgeAlone(expectation, observed, tallies, memory, now);
  });
  const { failures } = tallies;
  const excused = new Set(memory.excused);
  const suspects = repeatedFailures(services, failures, excused);
  // In order: a service that fails here is no reason to wait for the ones after it.
  for (const [index, one] of services.entries()) {
    if (one.state === "failed" || one.state === "reverting") continue;
    const isWaitedFor = (other: Draft) =>
      other !== one && other.state === "busy" && !suspects.has(other.service) && other.since === undefined;
    const isCrashing = suspects.get(one.service);
    if (isCrashing !== undefined && services.some(isWaitedFor)) {
      for (const [task, { service }] of failures) if (service === one.service) excused.add(task);
    } else if (isCrashing) services[index] = failed(one, "fails again and again");
  }
  return {
    verdict: verdictOn(services),
    services: services.map(({ since: _since, cause: _cause, attempts: _attempts, ...judgement }) => ({
      ...judgement,
      hasEnded: judgement.hasEnded && judgement.state === "failed",
    })),
    memory: {
      forgiven: memory.forgiven,
      failures,
      excused,
      stuckSince: new Map(
        services.flatMap(({ service, since }) => (since === undefined ? [] : [[service, since] as const])),
      ),
    },
  };
}

/** A service's judgement, and what the judgement of all services needs. */
interface Draft extends ServiceJudgement {
  readonly since: number | undefined;
  readonly cause: string;
  readonly attempts: number;
}

const none: Tally = {
  running: 0,
  completed: 0,
  hasOthers: false,
  hasSurplus: false,
  stuck: undefined,
  cause: "",
  hasEnded: false,
};

function judgeAlone(
  { service, revision, kind }: Expectation,
  observed: ObservedService | undefined,
  { byService, isStopping }: Tallies,
  { stuckSince }: Memory,
  now: number,
): Draft {
  const tasks = byService.get(service) ?? none;
  const { wanted = 0, update = "none", attempts = 0, constraints = [] } = observed ?? {};
  const good = goodTasks(kind, revision, observed, tasks);
  // A new global service has no tasks yet.
  const isUnborn = observed?.isGlobal === true && wanted === 0;
  const isShort = !observed || isUnborn || good < wanted;
  const isBusy = isShort || tasks.hasOthers || tasks.hasSurplus || update === "updating";
  const homeless = `no node for it${constraints.length > 0 ? ` (${constraints.join(", ")})` : ""}`;
  const stuck = isUnborn ? homeless : tasks.stuck;
  const isStuck = stuck !== undefined && isBusy && !isStopping;
  const since = isStuck ? (stuckSince.get(service) ?? now) : undefined;
  const hasEnded = tasks.hasEnded && observed?.revision === revision;
  const draft: Draft = {
    ...{ service, state: isBusy ? "busy" : "done", reason: "", good, wanted, hasEnded },
    ...{ hasSurplus: tasks.hasSurplus && isAtRest(update), since, cause: tasks.cause, attempts },
  };
  if (update === "rollback_completed") return failed(draft, "was rolled back");
  if (update === "rollback_paused") return failed(draft, "could not be rolled back");
  // To fail now would leave the rollback half done.
  if (update === "rollback_started") return { ...draft, state: "reverting" };
  if (update === "paused") return failed(draft, "stopped its update");
  if (isShort && hasEnded && update !== "updating")
    return failed(draft, kind === "job" ? "failed" : "has ended and is not started again");
  if (since !== undefined && now - since >= stall)
    return { ...draft, state: "failed", reason: `cannot start: ${stuck}` };
  return draft;
}

/** Neither an update nor a rollback goes on, and none has failed. */
function isAtRest(update: string): boolean {
  return update === "none" || update === "completed";
}

function goodTasks(
  kind: Expectation["kind"],
  revision: string,
  observed: ObservedService | undefined,
  { running, completed }: Tally,
): number {
  if (observed?.completed !== undefined) return observed.revision === revision ? observed.completed : 0;
  if (kind === "job") return completed;
  return kind === "finite" ? running + completed : running;
}

function failed(draft: Draft, problem: string): Draft {
  return { ...draft, state: "failed", reason: draft.cause ? `${problem}: ${draft.cause}` : problem };
}

/** Services with a slot that failed repeatedly: true if also since the other services are done. */
function repeatedFailures(
  services: readonly Draft[],
  failures: ReadonlyMap<string, Failure>,
  excused: ReadonlySet<string>,
): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { service, attempts } of services) {
    const own = [...failures].filter(([, failure]) => failure.service === service);
    for (const slot of new Set(own.map(([, failure]) => failure.slot))) {
      const tasks = own.filter(([, failure]) => failure.slot === slot).map(([task]) => task);
      if (tasks.length < (attempts > 0 ? attempts + 1 : 3)) continue;
      const fresh = tasks.filter((task) => !excused.has(task));
      found.set(service, fresh.length >= 2 || found.get(service) === true);
    }
  }
  return found;
}

function verdictOn(services: readonly Draft[]): Verdict {
  const has = (state: Draft["state"]) => services.some((one) => one.state === state);
  if (has("failed")) return has("reverting") ? "reverting" : has("busy") ? "failing" : "failed";
  return has("busy") || has("reverting") ? "waiting" : "converged";
}
