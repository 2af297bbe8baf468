import { ownArguments, stackOption } from "../arguments.ts";
import { stackOf } from "../pulumi/call.ts";
import { runPreview } from "../pulumi/runPreview.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { costTable } from "../report/cost/costText.ts";
import { pricesOf, stackCost } from "../report/cost/stackCost.ts";
import { readPlan } from "../report/plan/plan.ts";
import { setUp } from "../setUp.ts";

export const help = `npm run cost [-- --stack NAME]

Prints what the stack costs per month, now and after the next npm run up, by kind of resource.
Prices come from the AWS price list, which needs AWS credentials, and are cached for seven days in .state/prices.`;

const long = 60_000;

export async function main(args: readonly string[]): Promise<number> {
  const { stack = stackOf([]) } = ownArguments("cost", args, stackOption).values;
  const target = targetOf(stack);
  const prices = await pricesOf(target);
  if (!prices) {
    console.log(`Stack ${stack} ${target.cost}`);
    return 0;
  }
  await prices.requireCredentials();
  await setUp("use", { target });
  const preview = await runPreview(["preview", "--stack", stack]);
  const { problems } = readPlan(preview);
  if (problems.length > 0) {
    console.error(`stack ${stack} cannot be previewed:\n${problems.join("\n")}`);
    return 1;
  }
  const lines = await stackCost(preview, prices, long);
  console.log(`Monthly cost of stack ${stack}\n\n${costTable(lines, prices)}`);
  return 0;
}
