import { join } from "node:path";
import { type CostLine, NoPrices, type PricedStack, type TargetCost } from "../targetCost.ts";
import { AwsPriceList, requireCredentials } from "./cost/awsPriceList.ts";
import { CachedPriceList } from "./cost/cachedPriceList.ts";
import { estimate } from "./cost/estimate.ts";

/** The cost at AWS's on-demand prices. */
export const awsCost: TargetCost = {
  list: "AWS's list",
  notIncluded:
    "Not included, because it depends on use: traffic, images kept in ECR, logs, snapshots, files on EFS, the load balancer's capacity units, CPU credits.",
  requireCredentials,
  async lines(stack: PricedStack, folder: string, milliseconds: number): Promise<CostLine[]> {
    const region = regionIn(stack);
    const list = new AwsPriceList(region, AbortSignal.timeout(milliseconds));
    const prices = new CachedPriceList(join(folder, `${region}.json`), list);
    return withDeadline(estimate(stack, prices), milliseconds);
  },
};

export function regionIn({ config }: Pick<PricedStack, "config">): string {
  try {
    const region: unknown = JSON.parse(config?.["swarm:aws"] ?? "").region;
    if (typeof region === "string" && /^[a-z0-9-]+$/.test(region)) return region;
  } catch {
    // A secret setting is masked.
  }
  throw new NoPrices(
    "swarm:aws names no region that can be read\n  → write region: eu-central-1, not as a secret",
  );
}

/** The search for credentials has no deadline of its own. */
async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const abort = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new NoPrices(`AWS's price list gave no answer in ${milliseconds / 1000} s\n  → try again later`),
        ),
      milliseconds,
    );
    abort.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    abort.abort();
  }
}
