import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createContext, Script } from "node:vm";
import fc from "fast-check";
import { describeDiagnostics } from "../../components/input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../../components/input/diagnosticPath.ts";
import type { Parser } from "./parsers/parser.ts";
import { withinASecond } from "./processorTime.ts";

const { RUNS, SEED } = process.env;
/**
 * `RUNS=5000` tries more inputs, `SEED=7` repeats the same ones; by default, as many as there is time for.
 */
export const options: fc.Parameters<[unknown]> & { readonly numRuns: number } = {
  ...(RUNS === undefined ? { numRuns: 400, interruptAfterTimeLimit: 500 } : { numRuns: Number(RUNS) }),
  ...(SEED === undefined ? {} : { seed: Number(SEED) }),
  endOnFailure: true,
};

/**
 * Fails if the parser takes more than a second, does not end, throws an unexpected error, or returns
 * unreadable text. Neither shrinks nor prints a whole input: it can have thousands of nested values.
 *
 * @param patience milliseconds until the parser counts as endless
 */
export function tryInputs({ input, parse, throws }: Parser, patience = 20_000, how = options): void {
  const property = fc.property(input, (value) => {
    let found: { readonly path: DiagnosticPath; readonly result?: unknown } | undefined;
    withinASecond(() =>
      unlessEndless(() => {
        const path = DiagnosticPath.top("input: ");
        found = { path };
        try {
          found = { path, result: unlessAbandoned(() => parse(value as never, path)) };
        } catch (error) {
          if (!throws || error instanceof RangeError) throw error;
        }
      }, patience),
    );
    if (found) checkTexts(found.path, found.result);
  });
  const details = fc.check(property, how);
  if (!details.failed) return;
  const { errorInstance, counterexample, seed: found, numRuns } = details;
  const shown = inspect(counterexample?.[0], { depth: 4, maxArrayLength: 5, maxStringLength: 300 });
  const { stack = String(errorInstance) } = errorInstance as Error;
  assert.fail(`SEED=${found} RUNS=${numRuns}: ${stack.slice(0, 2000)}\n${shown.slice(0, 1500)}`);
}

const script = new Script("work()");

/** @throws if it does not end within this many milliseconds */
function unlessEndless(work: () => void, patience: number): void {
  script.runInContext(createContext({ work }), { timeout: patience });
}

/** Users must be able to read every text. */
function checkTexts(where: DiagnosticPath, result: unknown): void {
  const more = typeof result === "object" && result !== null && "faults" in result ? result.faults : [];
  const faults = [...where.diagnostics, ...(Array.isArray(more) ? (more as typeof where.diagnostics) : [])];
  for (const { path, problem, hint } of faults)
    for (const text of [path, problem, hint]) {
      assert.notEqual(text.trim(), "");
      assert.doesNotMatch(text, /\bundefined\b|\bNaN\b|\[object |Symbol\(/);
    }
  assert.doesNotMatch(describeDiagnostics(faults).replaceAll("\n", ""), /\p{Cc}/u);
}
