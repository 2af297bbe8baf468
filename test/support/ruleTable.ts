import type { Rule } from "../../components/compose/schema/serviceRules.ts";

const headings = ["Key", "Rule", "Result, or what to write instead"] as const;

/** The rules as a table in Markdown, sorted by key. */
export function ruleTable(rules: Readonly<Record<string, Rule>>): string {
  const rows = Object.entries(rules)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { handling: fate, remark: told }]) => [`\`${key}\``, fate, escaped(told)]);
  const lines = [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n").replaceAll(" |  |", " | |");
}

/** Markdown would read `<stack>` as a tag. */
function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
