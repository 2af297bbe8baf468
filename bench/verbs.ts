/** The timed commands. */
export type Verb = "up" | "noop" | "addWorker" | "rollout" | "destroy";

/** A row of the table. */
export type Row = Verb | "memory";

export interface Goal {
  readonly row: Row;
  readonly title: string;
  /** Highest accepted ratio to the floor and the empty program; for memory, megabytes. */
  readonly highest: number;
}

export const goals: readonly Goal[] = [
  { row: "up", title: "nothing → running, images built before", highest: 1.5 },
  { row: "noop", title: "up with nothing to do", highest: 2.5 },
  { row: "addWorker", title: "one more worker, 2 → 3", highest: 1.5 },
  { row: "rollout", title: "a changed source file of the api, in all replicas", highest: 1.5 },
  { row: "destroy", title: "destroy", highest: 1.5 },
  { row: "memory", title: "peak memory of all Pulumi processes", highest: 600 },
];

/** Seconds by verb. */
export type Times = Partial<Record<Verb, number>>;
