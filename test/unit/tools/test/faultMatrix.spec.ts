import assert from "node:assert/strict";
import { type FaultRow, matrixText, pageWith, readRows } from "../../../../tools/test/faultMatrix.ts";

const row: FaultRow = {
  group: "machines",
  fault: "a worker is killed",
  expected: "its tasks run elsewhere",
  bound: 40,
  seen: "after 12 s | 0 failed",
  seconds: 12.34,
  passed: true,
};
const page = `# Title
<!-- faults: machines -->

old
<!-- end -->
<!-- faults: killed -->
stays
<!-- end -->
`;

describe("the fault matrix", () => {
  it("shows each fault with the expected outcome, the seen outcome and the time", () => {
    const missed = { ...row, fault: "a leader", passed: false, seen: "no leader", seconds: 3 };
    assert.equal(
      matrixText([row, missed]),
      `
FAULT               EXPECTED                 SEEN                   SECONDS
a worker is killed  its tasks run elsewhere  after 12 s | 0 failed  12.3 of 40
a leader            its tasks run elsewhere  MISSED: no leader      3.0 of 40
`,
    );
    assert.equal(matrixText([]), "");
  });

  it("replaces the same group's table in the page", () => {
    assert.equal(
      pageWith(page, [row], "2026-11-23"),
      `# Title
<!-- faults: machines -->
Run on 2026-11-23.

| fault | expected | seen | seconds |
| --- | --- | --- | --- |
| a worker is killed | its tasks run elsewhere | after 12 s \\| 0 failed | 12.3 of 40 |

<!-- end -->
<!-- faults: killed -->
stays
<!-- end -->
`,
    );
  });

  it("writes nothing if a fault missed its outcome, or if the page has no section for it", () => {
    assert.throws(() => pageWith(page, [{ ...row, passed: false }], ""), {
      message: "missed, so nothing is written: a worker is killed",
    });
    assert.throws(() => pageWith(page, [{ ...row, group: "drift" }], ""), {
      message:
        "the page has no place for drift\n  → write the lines <!-- faults: drift --> and <!-- end --> into it",
    });
  });

  it("has no rows if nothing ran", () => {
    assert.deepEqual(readRows("/no/such/file"), []);
  });
});
