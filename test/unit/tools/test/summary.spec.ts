import assert from "node:assert/strict";
import { summary } from "../../../../tools/test/summary.ts";

describe("summary", () => {
  it("is a table, with the totals in the last line", () => {
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

  it("names the ten slowest tests that take at least a second", () => {
    const times = Array.from({ length: 12 }, (_, index) => ({
      test: `a b ${index}`,
      milliseconds: index * 500,
    }));
    const results = [{ name: "unit", passed: 12, failed: 0, seconds: 33, times }];
    assert.equal(
      summary(results).text,
      `
CHECK  PASSED  FAILED  TIME
unit   12      0       33.0 s

TIME   SLOWEST TESTS
5.5 s  a b 11
5.0 s  a b 10
4.5 s  a b 9
4.0 s  a b 8
3.5 s  a b 7
3.0 s  a b 6
2.5 s  a b 5
2.0 s  a b 4
1.5 s  a b 3
1.0 s  a b 2

12 passed, 0 failed`,
    );
  });
});
