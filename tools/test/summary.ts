import { table } from "../report/table.ts";
import type { CheckResult, TestTime } from "./check.ts";

const mostShown = 10;
const least = 1000;

/** A table of the checks, the ten slowest tests, and the closing line that CI reads. */
export function summary(results: readonly CheckResult[]): { text: string; failed: number } {
  const sum = (key: "passed" | "failed") => results.reduce((total, result) => total + result[key], 0);
  const rows = results.map(({ name, passed, failed, seconds }) => [
    name,
    String(passed),
    String(failed),
    `${seconds.toFixed(1)} s`,
  ]);
  const slow = slowest(results.flatMap(({ times = [] }) => times));
  const text = `\n${table([["CHECK", "PASSED", "FAILED", "TIME"], ...rows])}\n${slow}\n${sum("passed")} passed, ${sum("failed")} failed`;
  return { text, failed: sum("failed") };
}

/** Empty if no test took a second. */
function slowest(times: readonly TestTime[]): string {
  const slow = times
    .filter(({ milliseconds }) => milliseconds >= least)
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, mostShown);
  if (slow.length === 0) return "";
  const rows = slow.map(({ test, milliseconds }) => [`${(milliseconds / 1000).toFixed(1)} s`, test]);
  return `\n${table([["TIME", "SLOWEST TESTS"], ...rows])}\n`;
}
