import { createContext, Script } from "node:vm";
import { type Attack, attacksOn } from "./expressionAttacks.ts";

/**
 * Repetitions, minimum and maximum of characters: a quadratic expression takes 2 to 10 ms, by the processor, others
 * some 0.05 ms.
 */
const size = { times: 600, least: 4000, most: 24_000 };
/** Milliseconds. */
const slow = 0.8;
const patience = 2000;

/** The text that makes the expression slow; undefined if none was found. */
export function weakness(expression: RegExp): string | undefined {
  const attacks = attacksOn(expression);
  const times = timesOf(expression, attacks);
  if (!times) return "takes for ever";
  const suspect = attacks.filter((_, index) => (times[index] ?? 0) > slow);
  for (const attack of suspect) {
    const { once, longer } = growth(expression, attack);
    if (once > slow / 2 && longer > 8 * once)
      return `${told(attack)}: ${once.toFixed(1)} ms, and ${longer.toFixed(1)} ms for a text four times as long`;
  }
  return undefined;
}

/** The fastest of several runs each: other processes on the processor and its caches make a run slower. */
function growth(expression: RegExp, attack: Attack): { readonly once: number; readonly longer: number } {
  let [once, longer] = [patience, patience];
  for (let run = 1; run <= 12; run++) {
    once = Math.min(once, timesOf(expression, [attack])?.[0] ?? patience);
    longer = Math.min(longer, timesOf(expression, [attack], 4)?.[0] ?? patience);
    const ratio = longer / once;
    if (run >= 3 && (ratio < 6 || ratio > 11)) break;
  }
  return { once, longer };
}

function told({ start, pump, end }: Attack): string {
  return `${JSON.stringify(start)} + ${JSON.stringify(pump)} again and again + ${JSON.stringify(end)}`;
}

const script = new Script(`
  attacks.map(({ start, pump, end }) => {
    const times = Math.min(Math.max(size.times, size.least / pump.length), size.most / pump.length);
    const text = start + pump.repeat(Math.ceil(factor * times)) + end;
    const begun = now();
    text.replace(expression, "");
    expression.lastIndex = 0;
    return now() - begun;
  })`);

/** Milliseconds for each; undefined if they do not end. */
function timesOf(expression: RegExp, attacks: readonly Attack[], factor = 1): number[] | undefined {
  const copy = new RegExp(expression.source, expression.flags);
  const context = createContext({ attacks, size, factor, expression: copy, now: spent });
  const begun = spent();
  // The limit includes the time of other processes.
  for (let limit = patience; ; limit *= 2)
    try {
      return [...script.runInContext(context, { timeout: limit })];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      if (spent() - begun > patience / 2) return undefined;
    }
}

/** Milliseconds of processor time of this process. Linux updates a thread's own time only every few ms. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
