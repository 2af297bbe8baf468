import assert from "node:assert/strict";
import { parseDocument } from "yaml";

/** Milliseconds of processor time of this process alone. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds that an idle two-core computer of 2026 needs for the work below, once it is warm. */
const usual = 70;

/**
 * How much slower this computer currently is, never less than 1: processes on one core slow each other down.
 */
function slowness(): number {
  const text = Array.from({ length: 2000 }, (_, index) => `key${index}: [a, "b", {c: ${index}}]\n`).join("");
  const times = [1, 2, 3].map(() => processorTime(() => void parseDocument(text).toJS()));
  return Math.max(1, Math.min(...times) / usual);
}

/** Fails if the work takes more than a second of processor time, three times in a row. */
export function withinASecond(work: () => void, name = "it"): void {
  const spent: number[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const time = processorTime(work);
    if (time < 1000 || time < 1000 * slowness()) return;
    spent.push(Math.round(time));
  }
  assert.fail(`${name} took ${spent.join(", ")} ms`);
}
