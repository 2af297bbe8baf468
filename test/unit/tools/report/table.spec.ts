import assert from "node:assert/strict";
import { table } from "../../../../tools/report/table.ts";

describe("table", () => {
  it("aligns columns and leaves no blanks at the ends of lines", () => {
    assert.equal(
      table([
        ["NODE", "STATUS", "ENGINE"],
        ["manager-0", "Ready", "26.1.5"],
        ["web-0", "Down", ""],
      ]),
      `NODE       STATUS  ENGINE
manager-0  Ready   26.1.5
web-0      Down`,
    );
  });

  it("takes the number of columns from the heading", () => {
    assert.equal(table([["A", "B"], ["longer"]]), "A       B\nlonger");
    assert.equal(table([["A"]]), "A");
    assert.equal(table([]), "");
  });
});
