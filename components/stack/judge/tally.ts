import type { Expectation } from "./expectation.ts";
import type { Failure, Memory } from "./memory.ts";
import type { Observation, ObservedTask } from "./observation.ts";

/** What the tasks of one service at its expected revision show. */
export interface Tally {
  readonly running: number;
  readonly completed: number;
  /** True if tasks of another revision still run. */
  readonly hasOthers: boolean;
  /** True if a slot has more than one task that should run. */
  readonly hasSurplus: boolean;
  /** Why a task cannot start. */
  readonly stuck: string | undefined;
  /** Error of the newest failed task. */
  readonly cause: string;
  /** True if swarm starts no task in the place of one that ended. */
  readonly hasEnded: boolean;
}

export interface Tallies {
  readonly byService: ReadonlyMap<string, Tally>;
  /** Every failed task that is known, by id. */
  readonly failures: ReadonlyMap<string, Failure>;
  /** True if any task of the stack still stops. */
  readonly isStopping: boolean;
}

const endStates = ["complete", "shutdown", "failed", "rejected", "orphaned", "remove"];
const isEnding = ({ desired }: ObservedTask) => desired === "shutdown" || desired === "remove";
const hasEnded = ({ state }: ObservedTask) => endStates.includes(state);
export const runs = ({ desired, state }: ObservedTask) => desired === "running" && state === "running";

export function tally(expectations: readonly Expectation[], { tasks }: Observation, memory: Memory): Tallies {
  const failures = new Map(memory.failures);
  const byService = new Map(
    expectations.map((expectation) => {
      const own = tasks.filter(({ service }) => service === expectation.service);
      const current = own.filter(
        ({ revision, isCurrentIteration }) => revision === expectation.revision && isCurrentIteration,
      );
      const judged = current.filter(({ id }) => !memory.forgiven.has(id));
      const failed = judged.filter((task) => isFailure(task, expectation));
      for (const { id, slot } of failed) failures.set(id, { service: expectation.service, slot });
      return [
        expectation.service,
        {
          running: current.filter(runs).length,
          completed: current.filter(({ state }) => state === "complete").length,
          hasOthers: own.some((task) => runs(task) && !task.isOnDownNode && !current.includes(task)),
          hasSurplus: expectation.kind !== "job" && hasSurplus(own),
          stuck: stuckIn(current),
          cause: causeOf(failed),
          hasEnded: endedSlots(current, judged, failed),
        },
      ] as const;
    }),
  );
  return {
    byService,
    failures,
    isStopping: tasks.some((task) => isEnding(task) && !hasEnded(task) && !task.isOnDownNode),
  };
}

function isFailure({ state }: ObservedTask, { kind }: Expectation): boolean {
  const mayComplete = kind === "job" || kind === "finite";
  return state === "failed" || state === "rejected" || (state === "complete" && !mayComplete);
}

function isLive(task: ObservedTask): boolean {
  return !hasEnded(task) && !isEnding(task);
}

function hasSurplus(own: readonly ObservedTask[]): boolean {
  const slots = own
    .filter((task) => task.desired === "running" && !hasEnded(task) && !task.isOnDownNode)
    .map(({ slot }) => slot);
  return new Set(slots).size < slots.length;
}

function stuckIn(current: readonly ObservedTask[]): string | undefined {
  return current
    .filter(isLive)
    .flatMap(({ state, error }) => {
      if (state === "pending" && error) return [error];
      return state === "new" ? ["no address is free in one of its networks"] : [];
    })
    .at(-1);
}

/** A program that ends without an error has no message. */
function causeOf(failed: readonly ObservedTask[]): string {
  const last = newest(failed);
  if (!last) return "";
  return last.error === "" && last.state === "complete" ? "the program ended with exit code 0" : last.error;
}

/** Whether the newest task of any slot failed, and swarm starts no other one. */
function endedSlots(
  current: readonly ObservedTask[],
  judged: readonly ObservedTask[],
  failed: readonly ObservedTask[],
): boolean {
  const slots = new Set(failed.map(({ slot }) => slot));
  return [...slots].some((slot) => {
    const isOfSlot = (task: ObservedTask) => task.slot === slot;
    const last = newest(judged.filter(isOfSlot));
    return (
      last !== undefined && failed.includes(last) && !current.some((task) => isOfSlot(task) && isLive(task))
    );
  });
}

/** The first one among equals. */
function newest(tasks: readonly ObservedTask[]): ObservedTask | undefined {
  return tasks.reduce<ObservedTask | undefined>(
    (last, task) => (last === undefined || task.created > last.created ? task : last),
    undefined,
  );
}
