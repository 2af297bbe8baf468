import { explainBuilds } from "../build/explainBuilds.ts";
import { tellCost } from "../cost/tellCost.ts";
import { stackOf, targetOf } from "../toolchain/callPulumi.ts";
import { callWithEvents } from "./callWithEvents.ts";
import { tellLocks } from "./tellLocks.ts";

/** Runs `up` or `preview`, and tells afterwards what Pulumi does not: why a build failed, what to do about a lock, what a stack costs. */
export async function callAndTell(words: readonly string[]): Promise<number> {
  const { code, events } = await callWithEvents(words);
  if (code !== 0) {
    explainBuilds(events);
    tellLocks(words);
  } else if (targetOf(stackOf(words)) === "aws") await tellCost(events);
  return code;
}
