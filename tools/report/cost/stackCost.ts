import { join } from "node:path";
import type { Target } from "../../../components/targets/target.ts";
import { type CostLine, NoPrices, type TargetCost } from "../../../components/targets/targetCost.ts";
import { stateFolder } from "../../../setup/project.ts";
import { type EngineEvent, previewOf } from "../../pulumi/events.ts";
import { type EnginePreview, resourcesIn } from "../../pulumi/preview.ts";
import { costSentence } from "./costText.ts";

/** Milliseconds; the cost is only an addition, so nobody should wait longer for it. */
const timeout = 5000;

/** The prices of a target; undefined if no price list knows them. */
export async function pricesOf({ cost }: Pick<Target, "cost">): Promise<TargetCost | undefined> {
  return typeof cost === "string" ? undefined : cost();
}

/**
 * What the stack of a preview costs now and after the update.
 *
 * @throws NoPrices if the price list cannot be queried, or does not answer in time
 */
export function stackCost(
  preview: EnginePreview,
  prices: TargetCost,
  milliseconds: number,
): Promise<CostLine[]> {
  const { config } = preview;
  const stack = { ...resourcesIn(preview), ...(config ? { config } : {}) };
  return prices.lines(stack, join(stateFolder(), "prices"), milliseconds);
}

/** The cost as an addition to other output: with a short timeout, and a sentence if it is unknown. */
export async function noteOfCost(
  preview: EnginePreview,
  prices: TargetCost,
): Promise<readonly CostLine[] | string> {
  try {
    return await stackCost(preview, prices, timeout);
  } catch (error) {
    if (!(error instanceof NoPrices)) throw error;
    return `not known: ${error.message.split("\n")[0]}`;
  }
}

/** Ends the output of `up` or `preview` with the stack's monthly cost, if its target has prices. */
export async function printCost(target: Pick<Target, "cost">, events: readonly EngineEvent[]): Promise<void> {
  const prices = await pricesOf(target);
  if (!prices) return;
  const preview = previewOf(events);
  if (!preview.steps?.length) return;
  const cost = await noteOfCost(preview, prices);
  const text = typeof cost === "string" ? cost : `${costSentence(cost, prices)} (details: npm run cost)`;
  console.log(`\nMonthly cost: ${text}`);
}
