import { join } from "node:path";
import { stateFolder } from "../../../setup/project.ts";
import { type EngineEvent, previewOf } from "../../pulumi/events.ts";
import { type EnginePreview, resourcesIn } from "../../pulumi/preview.ts";
import { AwsPriceList } from "./awsPriceList.ts";
import { CachedPriceList } from "./cachedPriceList.ts";
import { costSentence } from "./costText.ts";
import { type CostLine, estimate } from "./estimate.ts";
import { NoPrices } from "./priceList.ts";

/** Milliseconds; the cost is only an addition, so nobody should wait longer for it. */
const timeout = 5000;

/**
 * What the stack of a preview costs now and after the update.
 *
 * @throws NoPrices if the price list cannot be queried, or does not answer in time
 */
export async function stackCost(preview: EnginePreview, milliseconds: number): Promise<CostLine[]> {
  const region = regionIn(preview);
  const deadline = AbortSignal.timeout(milliseconds);
  const file = join(stateFolder(), "prices", `${region}.json`);
  const prices = new CachedPriceList(file, new AwsPriceList(region, deadline));
  return withDeadline(estimate(resourcesIn(preview), prices), milliseconds);
}

/** The cost as an addition to other output: with a short timeout, and a sentence if it is unknown. */
export async function noteOfCost(preview: EnginePreview): Promise<readonly CostLine[] | string> {
  try {
    return await stackCost(preview, timeout);
  } catch (error) {
    if (!(error instanceof NoPrices)) throw error;
    return `not known: ${error.message.split("\n")[0]}`;
  }
}

/** Ends the output of `up` or `preview` with the stack's monthly cost. */
export async function printCost(events: readonly EngineEvent[]): Promise<void> {
  const preview = previewOf(events);
  if (!preview.steps?.length) return;
  const cost = await noteOfCost(preview);
  const text = typeof cost === "string" ? cost : `${costSentence(cost)} (npm run cost tells more)`;
  console.log(`\nMonthly cost: ${text}`);
}

export function regionIn({ config }: EnginePreview): string {
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
