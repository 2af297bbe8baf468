import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { buildRules } from "../../../../components/compose/schema/buildSchema.ts";
import type { Rules } from "../../../../components/compose/schema/rule.ts";
import { serviceRules } from "../../../../components/compose/schema/serviceRules.ts";

const headings = ["Key", "Rule", "Result, or what to write instead"] as const;

/** The rules as a table in Markdown, sorted by key. */
function ruleTable(rules: Rules): string {
  const rows = Object.entries(rules)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { handling, remark }]) => [`\`${key}\``, handling, escaped(remark)]);
  const lines = [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n").replaceAll(" |  |", " | |");
}

/** Markdown would read `<stack>` as a tag. */
function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

const tables = {
  "Keys of a service": serviceRules,
  "Keys of a build": buildRules,
};

for (const [title, rules] of Object.entries(tables)) {
  describe(`the table "${title}"`, () => {
    it("matches docs/compose.md", () => {
      const text = readFileSync(new URL("../../../../docs/compose.md", import.meta.url), "utf8");
      const [, rest = ""] = text.split(`## ${title}\n`);
      const [section = ""] = rest.split("\n## ");
      const table = section.split("\n").filter((line) => line.startsWith("|"));
      assert.equal(table.join("\n"), ruleTable(rules));
    });

    it("gives an alternative for every key that is left out or refused", () => {
      const silent = Object.entries(rules).filter(
        ([, { handling: fate, remark: told }]) => !["passed", "used"].includes(fate) && !told,
      );
      assert.deepEqual(silent, []);
    });
  });
}

it("every key that only this program uses has a remark", () => {
  const silent = Object.entries(serviceRules).filter(
    ([, { handling: fate, remark: told }]) => fate === "used" && !told,
  );
  assert.deepEqual(silent, []);
});
