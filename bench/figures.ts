import { type Goal, goals, type Row, type Times, type Verb } from "./verbs.ts";

/** The times of each round, side by side. */
export interface Rounds {
  readonly product: readonly Times[];
  readonly floor: readonly Times[];
  readonly empty: readonly Times[];
  /** Megabytes; undefined if they cannot be measured. */
  readonly memory: number | undefined;
}

/** One row of the table. */
export interface Figure {
  readonly goal: Goal;
  readonly product: number | undefined;
  readonly floor: number | undefined;
  readonly empty: number | undefined;
  /** For memory, megabytes instead of a ratio. */
  readonly ratio: number | undefined;
  readonly met: boolean | undefined;
}

export function figuresOf(rounds: Rounds, rows: readonly Row[]): Figure[] {
  return goals.filter(({ row }) => rows.includes(row)).map((goal) => figureOf(goal, rounds));
}

function figureOf(goal: Goal, rounds: Rounds): Figure {
  const { row, highest } = goal;
  if (row === "memory") {
    const { memory } = rounds;
    return {
      goal,
      product: memory,
      floor: undefined,
      empty: undefined,
      ratio: memory,
      met: memory === undefined ? undefined : memory <= highest,
    };
  }
  const product = medianOf(rounds.product, row);
  const floor = medianOf(rounds.floor, row);
  const empty = medianOf(rounds.empty, row);
  // By hand, a run without changes is no work at all.
  const ratio = product === undefined || empty === undefined ? undefined : product / ((floor ?? 0) + empty);
  return { goal, product, floor, empty, ratio, met: ratio === undefined ? undefined : ratio <= highest };
}

function medianOf(times: readonly Times[], verb: Verb): number | undefined {
  return median(times.flatMap((time) => time[verb] ?? []));
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)];
  const [low, high] = sorted.slice(middle - 1, middle + 1);
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
