import { appendFileSync } from "node:fs";
import { basename } from "node:path";
import type { FaultRow } from "../../tools/test/faultMatrix.ts";

/** What a fault's body reports. */
export interface FaultRun {
  /** Adds an observation: `a new leader after 4 s`. */
  saw(observation: string): void;
  /** Starts the clock; by default it starts with the body. */
  begin(): void;
  /** Stops the clock at the first call; by default it stops with the body. */
  end(): void;
  /** Seconds since `begin`. */
  seconds(): number;
}

/**
 * One row of the matrix as a test: the fault, the expected outcome, and the time limit.
 *
 * @param expected a short phrase, for the matrix
 * @param bound seconds between `begin` and `end`
 * @param body asserts what is expected; it ends with assertHealed
 */
export function fault(
  title: string,
  expected: string,
  bound: number,
  body: (run: FaultRun) => Promise<void>,
): void {
  it(`${title} → ${expected}, within ${bound} s`, async function (this: Mocha.Context) {
    const group = basename(this.test?.file ?? "").replace(/\.spec\..*$/, "");
    const seen: string[] = [];
    let begun = performance.now();
    let ended: number | undefined;
    const seconds = () => ((ended ?? performance.now()) - begun) / 1000;
    const run: FaultRun = {
      saw: (observation) => seen.push(observation),
      begin: () => {
        begun = performance.now();
      },
      end: () => {
        ended ??= performance.now();
      },
      seconds,
    };
    const record = (passed: boolean) =>
      keep({ group, fault: title, expected, bound, seen: seen.join("; "), seconds: seconds(), passed });
    try {
      await body(run);
      if (seconds() > bound) throw new Error(`took ${seconds().toFixed(1)} s, not ${bound} s at most`);
    } catch (error) {
      const [first = ""] = String((error as Error).message ?? error).split("\n");
      seen.push(first);
      record(false);
      throw error;
    }
    record(true);
  });
}

/** All specs of a run write their rows to one file, for the matrix. */
function keep(row: FaultRow): void {
  const file = process.env.SWARM_FAULT_ROWS;
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
}
