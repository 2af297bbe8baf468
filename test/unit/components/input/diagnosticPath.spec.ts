import assert from "node:assert/strict";
import { describeDiagnostics } from "../../../../components/input/diagnostic.ts";
import { Abandoned, DiagnosticPath, unlessAbandoned } from "../../../../components/input/diagnosticPath.ts";
import { describeWarnings } from "../../../../components/input/warning.ts";

describe("DiagnosticPath", () => {
  it("stops reading at the hundredth diagnostic", () => {
    const path = DiagnosticPath.top("swarm:");
    const read = unlessAbandoned(() => {
      for (let index = 0; index < 1000; index++) path.at(index).error("is wrong", "correct it");
      return "everything";
    });
    assert.equal(read, undefined);
    assert.equal(path.diagnostics.length, 100);
    const text = describeDiagnostics(path.diagnostics);
    assert.match(
      text,
      /^100 or more mistakes in the settings; nothing was changed\n {2}swarm:\[0\]: is wrong\n/,
    );
    assert.equal(text.split("\n").length, 201);
  });

  it("stops reading only if continuing is pointless", () => {
    const path = DiagnosticPath.top("swarm:");
    assert.throws(() => path.at("a").abandon("is endless", "cut it"), Abandoned);
    assert.deepEqual(path.diagnostics, [{ path: "swarm:a", problem: "is endless", hint: "cut it" }]);
    assert.throws(
      () =>
        unlessAbandoned(() => {
          throw new TypeError("a mistake of the program");
        }),
      TypeError,
    );
  });

  it("keeps a thousand warnings and prints two hundred", () => {
    const path = DiagnosticPath.top("a.yaml: ");
    for (let index = 0; index < 5000; index++) path.at(index).warn("is left out", "remove it");
    assert.equal(path.warnings.length, 1000);
    const lines = describeWarnings(path.warnings).split("\n");
    assert.equal(lines[0], "1000 warnings for the compose files; the rest deploys as written");
    assert.equal(lines.length, 402);
    assert.equal(lines.at(-1), "  … and 800 more");
  });

  it("escapes control characters of a path", () => {
    const path = DiagnosticPath.top("a.yaml: ");
    path.at("a\u009b2Jb").error("is wrong", "correct it");
    assert.equal(
      describeDiagnostics(path.diagnostics),
      '1 mistake in the settings; nothing was changed\n  a.yaml: ["a\\u009b2Jb"]: is wrong\n    → correct it',
    );
  });
});
