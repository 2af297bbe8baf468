import type { CostLine, TargetCost } from "../../../components/targets/targetCost.ts";
import { folded } from "../markdownText.ts";
import { markdownTable, table } from "../table.ts";

const hoursOfMonth = 730;
const heading = ["KIND", "COUNT", "PRICE", "MONTHLY"];

const basis = "730 hours a month at on-demand prices, without taxes, discounts and free tiers.";
const spot = "Spot instances usually cost less than this.";

/** Who publishes the prices, and what they leave out. */
type Source = Pick<TargetCost, "list" | "notIncluded">;

/** `$85.30 a month now, $112.10 after an update`; one sum if the stack is new or its cost stays the same. */
export function costSentence(lines: readonly CostLine[], { list }: Source): string {
  const [before, after] = sums(lines);
  const more = lines.some(({ price }) => price === undefined) ? `, and what has no price in ${list}` : "";
  if (before === after || isNew(lines)) return `about ${after} a month${more}`;
  return `about ${before} a month now, ${after} after the update${more}`;
}

/** All items as columns. */
export function costTable(lines: readonly CostLine[], source: Source): string {
  return `${table([heading, ...rows(lines)])}\n\n${warnings(lines, source).join("\n")}`;
}

/** All items as a section of a comment. */
export function costMarkdown(lines: readonly CostLine[], source: Source): string {
  const [title = [], ...cells] = [heading.map(capital), ...rows(lines)];
  const content = `${markdownTable([title, ...cells], 60)}\n\n${warnings(lines, source).join(" ")}`;
  return `**Monthly cost** ${costSentence(lines, source)}\n\n${folded("What it is made of", content)}`;
}

function rows(lines: readonly CostLine[]): string[][] {
  const change = (before: string, after: string) =>
    before === after || isNew(lines) ? after : `${before} → ${after}`;
  const sum = (line: CostLine, count: number) => dollars(monthly(line, count));
  const kinds = lines.map((line) => [
    line.kind,
    change(counted(line, line.before), counted(line, line.after)),
    line.price === undefined ? "unknown" : `${line.upperBound ? "at most " : ""}${perUnit(line)}`,
    change(sum(line, line.before), sum(line, line.after)),
  ]);
  const [before, after] = sums(lines);
  return [...kinds, ["total", "", "", change(before, after)]];
}

function sums(lines: readonly CostLine[]): [before: string, after: string] {
  return [dollars(total(lines, "before")), dollars(total(lines, "after"))];
}

/** True if no billed resource exists yet. */
function isNew(lines: readonly CostLine[]): boolean {
  return lines.every(({ before }) => before === 0);
}

function warnings(lines: readonly CostLine[], { notIncluded }: Source): string[] {
  return [basis, ...(lines.some(({ upperBound }) => upperBound) ? [spot] : []), notIncluded];
}

function counted({ unit }: CostLine, count: number): string {
  return unit === "GiB" ? `${count} GiB` : String(count);
}

function dollars(amount: number | undefined): string {
  if (amount === undefined) return "unknown";
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** Prices can have ten decimals, most of them zeros. */
function perUnit({ price = 0, unit }: CostLine): string {
  return `$${Number(price.toFixed(6))} ${{ hour: "an hour", GiB: "a GiB", month: "a month" }[unit]}`;
}

function capital(word: string): string {
  return word.slice(0, 1) + word.slice(1).toLowerCase();
}

/** US dollars a month; undefined if the price is unknown. */
function monthly({ unit, price }: CostLine, count: number): number | undefined {
  if (count === 0) return 0;
  return price === undefined ? undefined : price * count * (unit === "hour" ? hoursOfMonth : 1);
}

/** The sum of the known prices. */
function total(lines: readonly CostLine[], when: "before" | "after"): number {
  return lines.reduce((sum, line) => sum + (monthly(line, line[when]) ?? 0), 0);
}
