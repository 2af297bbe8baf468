import { compare } from "../../../input/order.ts";
import type { CostLine, PricedStack } from "../../targetCost.ts";
import { type CostItem, costItems } from "./costItems.ts";
import type { PriceList } from "./priceList.ts";

export async function estimate(
  resources: Pick<PricedStack, "before" | "after">,
  prices: PriceList,
): Promise<CostLine[]> {
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
