import assert from "node:assert/strict";
import { summary } from "../../../../tools/test/summary.ts";

describe("summary", () => {
  it("is a table, and a last line with the sums", () => {
    const results = [
      { name: "lint", passed: 1, failed: 0, seconds: 0.449 },
      { name: "unit", passed: 940, failed: 2, seconds: 17 },
    ];
    assert.deepEqual(summary(results), {
      failed: 2,
      text: `
CHECK  PASSED  FAILED  TIME
lint   1       0       0.4 s
unit   940     2       17.0 s

941 passed, 2 failed`,
    });
  });
});
