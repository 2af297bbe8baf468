import type { CostLine } from "../../../components/targets/targetCost.ts";

const hoursOfMonth = 730;

/** US dollars a month; undefined if the price is unknown. */
export function monthly({ unit, price }: CostLine, count: number): number | undefined {
  if (count === 0) return 0;
  return price === undefined ? undefined : price * count * (unit === "hour" ? hoursOfMonth : 1);
}

/** The sum of the known prices. */
export function total(lines: readonly CostLine[], when: "before" | "after"): number {
  return lines.reduce((sum, line) => sum + (monthly(line, line[when]) ?? 0), 0);
}
