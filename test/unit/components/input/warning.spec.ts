import assert from "node:assert/strict";
import { describeWarnings } from "../../../../components/input/warning.ts";

const note = (path: string) => ({ path, problem: "is left out", hint: "remove it" });

describe("describeWarnings", () => {
  it("prints one text, sorted, without duplicates", () => {
    assert.equal(
      describeWarnings([note("b.yaml: z"), note("a.yaml: z"), note("b.yaml: z")]),
      [
        "2 warnings for the compose files; the rest deploys as written",
        "  a.yaml: z: is left out",
        "    → remove it",
        "  b.yaml: z: is left out",
        "    → remove it",
      ].join("\n"),
    );
  });

  it("counts the warnings", () => {
    assert.match(describeWarnings([note("a")]), /^1 warning for the compose files;/);
  });

  it("prints nothing without warnings", () => {
    assert.equal(describeWarnings([]), "");
  });
});
