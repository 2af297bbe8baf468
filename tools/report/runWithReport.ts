import { stackOf } from "../pulumi/call.ts";
import { callWithEvents } from "../pulumi/callWithEvents.ts";
import type { EngineEvent } from "../pulumi/events.ts";
import { lockHint } from "../pulumi/locks.ts";
import { readRequest } from "../pulumi/request.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { printCost } from "./cost/stackCost.ts";
import { explainBuilds } from "./failure/explainBuilds.ts";
import { targetHints } from "./failure/targetHints.ts";
import { unreachableHosts } from "./failure/unreachableHosts.ts";
import { warning } from "./plan/allowedDangers.ts";
import { livePlan } from "./plan/liveHolders.ts";
import { serviceText } from "./plan/serviceText.ts";

/**
 * Runs `up`, `preview`, `refresh` or `destroy`, then reports what Pulumi does not: why a build failed, which host does
 * not answer, what to do about a lock, what the stack costs.
 */
export async function runWithReport(args: readonly string[]): Promise<number> {
  const { code, events } = await callWithEvents(args);
  if (code !== 0) printFailure(args, events);
  else await printOutcome(args, events);
  return code;
}

async function printOutcome(args: readonly string[], events: readonly EngineEvent[]): Promise<void> {
  const { verb } = readRequest(args);
  const stack = stackOf(args);
  const { dangers, services } =
    verb === "preview" ? await livePlan(stack, events) : { dangers: [], services: [] };
  if (services.length > 0) console.log(`\n${serviceText(services)}`);
  if (dangers.length > 0) console.error(`\n${warning(stack, dangers)}`);
  if (["up", "preview"].includes(verb)) await printCost(targetOf(stack), events);
}

export function printFailure(args: readonly string[], events: readonly EngineEvent[]): void {
  const isDestroy = readRequest(args).verb === "destroy";
  explainBuilds(events);
  for (const hint of unreachableHosts(events, isDestroy ? "npm run destroy" : "npm run up"))
    console.error(`\n${hint}`);
  for (const hint of targetHints(events, stackOf(args))) console.error(`\n${hint}`);
  lockHint(args);
}
