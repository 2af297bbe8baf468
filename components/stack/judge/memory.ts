import type { EngineTask } from "./engineJson.ts";

/** What a judgement remembers for the next one: swarm keeps only five tasks per slot. */
export interface Memory {
  /** Tasks that ended before this deployment. */
  readonly forgiven: ReadonlySet<string>;
  /** Every failed task of this deployment, by id. */
  readonly failures: ReadonlyMap<string, Failure>;
  /** Failed tasks that count no more: another service was not done then. */
  readonly excused: ReadonlySet<string>;
  /** Since when a service cannot start, in seconds, by service. */
  readonly stuckSince: ReadonlyMap<string, number>;
}

export interface Failure {
  readonly service: string;
  readonly slot: string;
}

export const noMemory: Memory = {
  forgiven: new Set(),
  failures: new Map(),
  excused: new Set(),
  stuckSince: new Map(),
};

/** The memory at the start of a deployment: forgives all tasks that have ended. */
export function forgiving(tasks: readonly EngineTask[]): Memory {
  const ended = tasks.filter(({ Status }) =>
    ["complete", "failed", "rejected", "shutdown"].includes(Status.State),
  );
  return { ...noMemory, forgiven: new Set(ended.map(({ ID }) => ID)) };
}
