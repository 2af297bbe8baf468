import type { PriceQuery } from "./priceList.ts";

/**
 * A product with its terms, in the format of the price list:
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-an-offer.html
 */
interface Product {
  readonly product?: { readonly attributes?: Readonly<Record<string, string>> };
  readonly terms?: { readonly OnDemand?: Readonly<Record<string, Term>> };
}

interface Term {
  readonly priceDimensions?: Readonly<Record<string, Dimension>>;
}

interface Dimension {
  readonly beginRange?: string;
  readonly pricePerUnit?: { readonly USD?: string };
}

/**
 * The price of the first unit in a response of GetProducts.
 *
 * @param answer its PriceList: each product as JSON text
 */
export function priceIn(answer: readonly string[], { usage }: PriceQuery): number | undefined {
  const products = answer.map((text) => JSON.parse(text) as Product);
  const fitting = products.filter(({ product }) => isUsage(product?.attributes?.usagetype ?? "", usage));
  const prices = fitting.flatMap(({ terms }) => Object.values(terms?.OnDemand ?? {}).flatMap(firstPrice));
  const [price] = prices;
  // Several prices for one query: it is unclear which one applies.
  return new Set(prices).size === 1 ? price : undefined;
}

/** `EUC1-BoxUsage:t3.small`; us-east-1 has no prefix. */
function isUsage(type: string, usage: string): boolean {
  return (
    type === usage ||
    (type.endsWith(`-${usage}`) && /^[A-Z]{2,4}\d{0,2}$/.test(type.slice(0, -usage.length - 1)))
  );
}

function firstPrice({ priceDimensions = {} }: Term): number[] {
  return Object.values(priceDimensions)
    .filter(({ beginRange = "0" }) => Number(beginRange) === 0)
    .map(({ pricePerUnit }) => Number(pricePerUnit?.USD))
    .filter((price) => price > 0);
}
