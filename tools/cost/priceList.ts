/** What is looked for in AWS's price list; one product only fits. */
export interface PriceQuery {
  readonly service: "AmazonEC2" | "AmazonVPC" | "AWSELB";
  /** The product's attributes, the region left out. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What the product's usage type ends with, behind the region's letters: `NatGateway-Hours`. */
  readonly usage: string;
}

/** Prices of one region in US dollars, on demand. */
export interface PriceList {
  /** For one unit, an hour or a GiB for a month; undefined where the list has no such product. */
  price(query: PriceQuery): Promise<number | undefined>;
}

/** The prices cannot be asked for; the message says why and what to do. */
export class NoPrices extends Error {}
