import { takeStack } from "./cluster/arguments.ts";
import { stackOf, targetOf } from "./toolchain/callPulumi.ts";
import { setUp } from "./toolchain/setUp.ts";

export const help = `npm run setup [-- --stack NAME]

Puts into place what the other commands need for a stack of this target: Pulumi, its plugins, an engine. They all
do so themselves; this is for a place that gets its credentials later, such as a workflow. No stack is touched.
npm run doctor tells what is there.`;

export async function main(words: readonly string[]): Promise<number> {
  const { stack, rest } = takeStack(words);
  if (rest.length > 0) {
    console.error(`${rest[0]} means nothing here\n  → npm run setup -- --help`);
    return 2;
  }
  await setUp("use", { target: targetOf(stack ?? stackOf([])) });
  return 0;
}
