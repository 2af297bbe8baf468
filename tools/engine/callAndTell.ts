import { explainBuilds } from "../build/explainBuilds.ts";
import { tellCost } from "../cost/tellCost.ts";
import { stackOf, targetOf } from "../toolchain/callPulumi.ts";
import { readRequest } from "../toolchain/pulumiWords.ts";
import { callWithEvents } from "./callWithEvents.ts";
import { tellLocks } from "./tellLocks.ts";
import { unreachableHosts } from "./unreachableHosts.ts";

/** Runs `up`, `preview` or `destroy`, and tells afterwards what Pulumi does not: why a build failed, which host does not answer, what to do about a lock, what a stack costs. */
export async function callAndTell(words: readonly string[]): Promise<number> {
  const { verb } = readRequest(words);
  const { code, events } = await callWithEvents(words);
  if (code !== 0) {
    explainBuilds(events);
    for (const hint of unreachableHosts(events, verb === "destroy" ? "npm run destroy" : "npm run up"))
      console.error(`\n${hint}`);
    tellLocks(words);
  } else if (verb !== "destroy" && targetOf(stackOf(words)) === "aws") await tellCost(events);
  return code;
}
