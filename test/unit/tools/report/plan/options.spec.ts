import assert from "node:assert/strict";
import { takeMarkdown } from "../../../../../tools/report/plan/options.ts";

describe("takeMarkdown", () => {
  it("leaves other previews to Pulumi", () => {
    assert.equal(takeMarkdown(["preview", "--diff"]), undefined);
  });

  it("removes its own options and keeps the rest", () => {
    assert.deepEqual(takeMarkdown(["preview", "--markdown", "--stack", "prod"]), {
      args: ["preview", "--stack", "prod"],
      output: undefined,
    });
    for (const args of [["--output", "a.md"], ["--output=a.md"]])
      assert.deepEqual(takeMarkdown(["preview", ...args, "--markdown", "-s", "prod"]), {
        args: ["preview", "-s", "prod"],
        output: "a.md",
      });
  });

  it("refuses options that show secrets or another format", () => {
    for (const word of ["--show-secrets", "--show-secrets=true", "--json", "-j", "--diff"])
      assert.throws(
        () => takeMarkdown(["preview", "--markdown", word]),
        /and --markdown do not go together: .*\n {2}→ /,
        word,
      );
  });

  it("refuses an output without a file", () => {
    for (const args of [["--output"], ["--output="], ["--output", "--stack"]])
      assert.throws(
        () => takeMarkdown(["preview", "--markdown", ...args]),
        /--output: names no file\n {2}→ /,
      );
  });
});
