import { explainBuilds } from "../build/explainBuilds.ts";
import { tellCost } from "../cost/tellCost.ts";
import { stackOf, targetOf } from "../toolchain/callPulumi.ts";
import { callWithEvents } from "./callWithEvents.ts";
import { tellLocks } from "./tellLocks.ts";
import { unreachableHosts } from "./unreachableHosts.ts";

/** Runs `up` or `preview`, and tells afterwards what Pulumi does not: why a build failed, which host does not answer, what to do about a lock, what a stack costs. */
export async function callAndTell(words: readonly string[]): Promise<number> {
  const { code, events } = await callWithEvents(words);
  if (code !== 0) {
    explainBuilds(events);
    for (const words of unreachableHosts(events)) console.error(`\n${words}`);
    tellLocks(words);
  } else if (targetOf(stackOf(words)) === "aws") await tellCost(events);
  return code;
}
