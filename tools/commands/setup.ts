import { ownArguments, stackOption } from "../arguments.ts";
import { stackOf } from "../pulumi/call.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { setUp } from "../setUp.ts";

export const help = `npm run setup [-- --stack NAME]

Installs what the other commands need for the target of a stack: Pulumi, its plugins, an engine. The other commands
do this themselves; use it where credentials arrive later, such as in a workflow. Touches no stack.
npm run doctor shows what is installed.`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack } = ownArguments("setup", args, stackOption).values;
  await setUp("use", { target: targetOf(stack ?? stackOf([])) });
  return 0;
}
