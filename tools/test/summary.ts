import { table } from "../cluster/table.ts";
import type { CheckResult } from "./check.ts";

/** A table of the checks, and the closing line that CI reads. */
export function summary(results: readonly CheckResult[]): { text: string; failed: number } {
  const sum = (key: "passed" | "failed") => results.reduce((total, result) => total + result[key], 0);
  const rows = results.map(({ name, passed, failed, seconds }) => [
    name,
    String(passed),
    String(failed),
    `${seconds.toFixed(1)} s`,
  ]);
  const text = `\n${table([["CHECK", "PASSED", "FAILED", "TIME"], ...rows])}\n\n${sum("passed")} passed, ${sum("failed")} failed`;
  return { text, failed: sum("failed") };
}
