import { explainBuilds } from "../build/explainBuilds.ts";
import { tellCost } from "../cost/tellCost.ts";
import { warning } from "../plan/allowedDangers.ts";
import { plannedUpdate } from "../plan/plannedUpdate.ts";
import { stackOf, targetOf } from "../toolchain/callPulumi.ts";
import { readRequest } from "../toolchain/pulumiWords.ts";
import { callWithEvents } from "./callWithEvents.ts";
import { tellLocks } from "./tellLocks.ts";
import { unreachableHosts } from "./unreachableHosts.ts";

/** Runs `up`, `preview` or `destroy`, and tells afterwards what Pulumi does not: why a build failed, which host does not answer, what to do about a lock, what a stack costs. */
export async function callAndTell(words: readonly string[]): Promise<number> {
  const { code, events } = await callWithEvents(words);
  if (code !== 0) tellFailure(words, events);
  else await tellOutcome(words, events);
  return code;
}

async function tellOutcome(words: readonly string[], events: string): Promise<void> {
  const { verb } = readRequest(words);
  const stack = stackOf(words);
  const dangers = verb === "preview" ? plannedUpdate(events).dangers : [];
  if (dangers.length > 0) console.error(`\n${warning(stack, dangers)}`);
  if (verb !== "destroy" && targetOf(stack) === "aws") await tellCost(events);
}

export function tellFailure(words: readonly string[], events: string): void {
  const isDestroy = readRequest(words).verb === "destroy";
  explainBuilds(events);
  for (const hint of unreachableHosts(events, isDestroy ? "npm run destroy" : "npm run up"))
    console.error(`\n${hint}`);
  tellLocks(words);
}
