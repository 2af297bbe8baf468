import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { serviceRules } from "../../../../components/stack/composeRules.ts";
import { ruleTable } from "../../../../components/stack/ruleTable.ts";

describe("the table of a service's keys", () => {
  it("is the one in docs/compose.md", () => {
    const text = readFileSync(new URL("../../../../docs/compose.md", import.meta.url), "utf8");
    const [, section = ""] = text.split("## Keys of a service\n");
    const table = section.split("\n").filter((line) => line.startsWith("|"));
    assert.equal(table.join("\n"), ruleTable(serviceRules));
  });

  it("says of every key that does not go as it is what comes of it", () => {
    const silent = Object.entries(serviceRules).filter(([, { fate, told }]) => fate !== "passed" && !told);
    assert.deepEqual(silent, []);
  });
});
