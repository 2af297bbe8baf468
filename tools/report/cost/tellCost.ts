import { readEventLog } from "../../pulumi/eventLog.ts";
import { costSentence } from "./costText.ts";
import { noteOfCost } from "./stackCost.ts";

/** Ends the output of `up` or `preview` with the stack's monthly cost. */
export async function printCost(log: string): Promise<void> {
  const events = readEventLog(log);
  if (!events.steps?.length) return;
  const cost = await noteOfCost(events);
  const text = typeof cost === "string" ? cost : `${costSentence(cost)} (npm run cost tells more)`;
  console.log(`\nMonthly cost: ${text}`);
}
