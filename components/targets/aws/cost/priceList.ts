/** A query to AWS's price list; it must match exactly one product. */
export interface PriceQuery {
  readonly service: "AmazonCloudWatch" | "AmazonEC2" | "AmazonVPC" | "AWSELB";
  /** The product's attributes, without the region. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The end of the product's usage type, after the region's prefix: `NatGateway-Hours`. */
  readonly usage: string;
}

/** On-demand prices of one region in US dollars. */
export interface PriceList {
  /** Price of one unit, an hour or a GiB for a month; undefined if the list has no such product. */
  price(query: PriceQuery): Promise<number | undefined>;
}
