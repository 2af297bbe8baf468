/** One kind of billed item with its cost now and after an update. */
export interface CostLine {
  readonly kind: string;
  readonly unit: "hour" | "GiB" | "month";
  /** True if the actual cost can be lower, for example because the price follows a market. */
  readonly upperBound: boolean;
  /** Price of one unit in US dollars, a GiB for a month; undefined if the price list has none. */
  readonly price: number | undefined;
  readonly before: number;
  readonly after: number;
}

/** A resource with its inputs. */
export interface PricedResource {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A stack's settings, as texts, and its resources now and after the update. */
export interface PricedStack {
  readonly config?: Readonly<Record<string, string>>;
  readonly before: readonly PricedResource[];
  readonly after: readonly PricedResource[];
}

/** The prices of a target. */
export interface TargetCost {
  /** Who publishes them: `AWS's list`. */
  readonly list: string;
  /** What they leave out, as a sentence. */
  readonly notIncluded: string;
  /** @throws NoPrices without credentials to ask with */
  requireCredentials(): Promise<void>;
  /**
   * @param folder keeps prices between runs
   * @throws NoPrices if the price list cannot be queried, or does not answer in time
   */
  lines(stack: PricedStack, folder: string, milliseconds: number): Promise<CostLine[]>;
}

/** The prices are unavailable; the message says why, and what to do. */
export class NoPrices extends Error {}
