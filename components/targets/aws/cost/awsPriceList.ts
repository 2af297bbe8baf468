import type { PricingClient } from "@aws-sdk/client-pricing";
import { NoPrices } from "../../targetCost.ts";
import { credentialsHint } from "../resources/callerAccount.ts";
import { priceIn } from "./priceAnswer.ts";
import type { PriceList, PriceQuery } from "./priceList.ts";

/** The API exists in a few regions only, and has the prices of all regions. */
const serviceRegion = "us-east-1";

const noCredentials = `there are no AWS credentials to ask the price list with\n  → ${credentialsHint}`;

/** AWS's own price list, queried over the network. */
export class AwsPriceList implements PriceList {
  private readonly region: string;
  private readonly signal: AbortSignal;
  private client: Promise<PricingClient> | undefined;

  /** @param signal cancels all queries */
  constructor(region: string, signal: AbortSignal) {
    this.region = region;
    this.signal = signal;
  }

  async price(query: PriceQuery): Promise<number | undefined> {
    this.client ??= connect();
    try {
      return priceIn(await this.ask(await this.client, query), query);
    } catch (error) {
      throw new NoPrices(reasonOf(error as Error));
    }
  }

  private async ask(client: PricingClient, { service, attributes }: PriceQuery): Promise<string[]> {
    const { GetProductsCommand } = await import("@aws-sdk/client-pricing");
    const filters = Object.entries({ ...attributes, regionCode: this.region });
    const command = new GetProductsCommand({
      ServiceCode: service,
      Filters: filters.map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
      MaxResults: 100,
    });
    const { PriceList = [] } = await client.send(command, { abortSignal: this.signal });
    return PriceList.map(String);
  }
}

/** Fails without credentials for the price list. */
export async function requireCredentials(): Promise<void> {
  await connect().catch((error) => {
    throw new NoPrices(reasonOf(error));
  });
}

/** Loaded only if a price is not known yet. */
async function connect(): Promise<PricingClient> {
  const { PricingClient } = await import("@aws-sdk/client-pricing");
  const client = new PricingClient({ region: serviceRegion, maxAttempts: 2 });
  await client.config.credentials();
  return client;
}

function reasonOf({ name, message }: Error): string {
  if (name === "CredentialsProviderError") return noCredentials;
  if (name === "AccessDeniedException")
    return `AWS does not let you read prices: ${message}\n  → allow the action pricing:GetProducts`;
  if (name === "SyntaxError")
    return "what answers is not AWS's price list\n  → see what AWS_ENDPOINT_URL and the proxy settings lead to";
  return `AWS's price list does not answer: ${message}\n  → try again later`;
}
