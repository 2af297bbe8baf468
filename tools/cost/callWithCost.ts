import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callPulumi } from "../toolchain/callPulumi.ts";
import { costSentence } from "./costText.ts";
import { readEventLog } from "./eventLog.ts";
import { noteOfCost } from "./stackCost.ts";

/** Runs `up` or `preview` in this terminal and closes with what the stack costs a month. */
export async function callWithCost(words: readonly string[]): Promise<number> {
  // Readable by its owner only: the engine hides secrets in it, but addresses and names are there.
  const folder = mkdtempSync(join(tmpdir(), "swarm-events-"));
  const file = join(folder, "events.json");
  try {
    const environment = { PULUMI_DEBUG_COMMANDS: "true" };
    const code = await callPulumi([...words, "--event-log", file], undefined, { environment });
    const events = readEventLog(textOf(file));
    if (code !== 0 || !events.steps?.length) return code;
    const cost = await noteOfCost(events);
    const text = typeof cost === "string" ? cost : `${costSentence(cost)} (npm run cost tells more)`;
    console.log(`\nMonthly cost: ${text}`);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Pulumi was only asked for its help.
    return "";
  }
}
