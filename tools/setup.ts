import { takeStack } from "./cluster/arguments.ts";
import { stackOf, targetOf } from "./toolchain/callPulumi.ts";
import { setUp } from "./toolchain/setUp.ts";

export const help = `npm run setup [-- --stack NAME]

Installs what the other commands need for the target of a stack: Pulumi, its plugins, an engine. The other commands
do this themselves; use it where credentials arrive later, such as in a workflow. Touches no stack.
npm run doctor shows what is installed.`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack, rest } = takeStack(args);
  if (rest.length > 0) {
    console.error(`${rest[0]} means nothing here\n  → npm run setup -- --help`);
    return 2;
  }
  await setUp("use", { target: targetOf(stack ?? stackOf([])) });
  return 0;
}
