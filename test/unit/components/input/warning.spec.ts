import assert from "node:assert/strict";
import { describeWarnings } from "../../../../components/input/warning.ts";

const note = (path: string) => ({ path, problem: "is left out", hint: "remove it" });

describe("notes", () => {
  it("are one text, sorted, each one once", () => {
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

  it("are counted", () => {
    assert.match(describeWarnings([note("a")]), /^1 warning for the compose files;/);
  });

  it("are nothing where there are none", () => {
    assert.equal(describeWarnings([]), "");
  });
});
