import assert from "node:assert/strict";
import { countsOf } from "../../../../tools/test/check.ts";

describe("countsOf", () => {
  const cases: [
    what: string,
    stats: Parameters<typeof countsOf>[0],
    code: number,
    passed: number,
    failed: number,
  ][] = [
    ["passing tests", { passes: 7, failures: 0 }, 0, 7, 0],
    ["tests that failed", { passes: 7, failures: 2 }, 2, 7, 2],
    ["a run that crashed after its tests", { passes: 7, failures: 0 }, 1, 7, 1],
    ["a run without a test", { passes: 0, failures: 0 }, 0, 0, 1],
    ["a run without a report", undefined, 1, 0, 1],
    ["a run that reports success without a report", undefined, 0, 0, 1],
  ];
  for (const [what, stats, code, passed, failed] of cases) {
    it(`counts ${what}: ${passed} passed, ${failed} failed`, () => {
      assert.deepEqual(countsOf(stats, code), { passed, failed });
    });
  }
});
