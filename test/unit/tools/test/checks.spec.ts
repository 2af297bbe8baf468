import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { checks } from "../../../../tools/test/checks.ts";

describe("npm test", () => {
  it("runs every end-to-end spec once, those that take longest first", () => {
    const files = checks
      .find(({ name }) => name === "e2e")
      ?.command.filter((arg) => arg.endsWith(".spec.ts"));
    assert.deepEqual(files?.toSorted(), globSync("test/e2e/**/*.spec.ts").sort());
    assert.deepEqual(
      files?.slice(0, 9).map((file) => file.replace("test/e2e/", "")),
      ["growth", "hosts", "deployments", "rollout", "retention", "secrets", "lifecycle", "drift", "boot"].map(
        (name) => `${name}.spec.ts`,
      ),
    );
  });
});
