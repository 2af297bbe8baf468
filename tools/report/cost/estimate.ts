import { compare, type ResourceState } from "../../pulumi/preview.ts";
import { type CostItem, costItems } from "./costItems.ts";
import type { PriceList } from "./priceList.ts";

const hoursOfMonth = 730;

/** One kind of item with its cost now and after the update. */
export interface CostLine {
  readonly kind: string;
  readonly unit: CostItem["unit"];
  readonly upperBound: boolean;
  /** Price of one unit; undefined if the price list has none. */
  readonly price: number | undefined;
  readonly before: number;
  readonly after: number;
}

/** The resources now and after the update. */
export interface Resources {
  readonly before: readonly ResourceState[];
  readonly after: readonly ResourceState[];
}

export async function estimate(resources: Resources, prices: PriceList): Promise<CostLine[]> {
  const [before, after] = [costItems(resources.before), costItems(resources.after)];
  const count = (items: readonly CostItem[], kind: string) =>
    items.find((item) => item.kind === kind)?.count ?? 0;
  const gone = before.filter(({ kind }) => count(after, kind) === 0);
  const all = [...after, ...gone].sort((one, other) => compare(one.kind, other.kind));
  return Promise.all(
    all.map(async ({ kind, unit, upperBound, query }) => ({
      kind,
      unit,
      upperBound,
      price: await prices.price(query),
      before: count(before, kind),
      after: count(after, kind),
    })),
  );
}

/** US dollars a month; undefined if the price is unknown. */
export function monthly({ unit, price }: CostLine, count: number): number | undefined {
  if (count === 0) return 0;
  return price === undefined ? undefined : price * count * (unit === "hour" ? hoursOfMonth : 1);
}

/** The sum of the known prices. */
export function total(lines: readonly CostLine[], when: "before" | "after"): number {
  return lines.reduce((sum, line) => sum + (monthly(line, line[when]) ?? 0), 0);
}
