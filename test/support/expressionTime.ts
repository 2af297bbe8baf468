import { createContext, Script } from "node:vm";
import { type Attack, attacksOn } from "./expressionAttacks.ts";

/** Repetitions, and characters at least and at most: a quadratic one takes some 10 ms, any other some 0.05 ms. */
const size = { times: 600, least: 4000, most: 24_000 };
/** Milliseconds. */
const slow = 3;
const patience = 2000;

/** What an expression is slow with; undefined where nothing was found. */
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

/** The quickest of several runs each: what shares the processor and its caches makes a run slower. */
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

/** Milliseconds of each; undefined where they do not end. */
function timesOf(expression: RegExp, attacks: readonly Attack[], factor = 1): number[] | undefined {
  const copy = new RegExp(expression.source, expression.flags);
  const context = createContext({ attacks, size, factor, expression: copy, now: spent });
  const begun = spent();
  // The limit counts the time that other processes have the processor.
  for (let limit = patience; ; limit *= 2)
    try {
      return [...script.runInContext(context, { timeout: limit })];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      if (spent() - begun > patience / 2) return undefined;
    }
}

/** Milliseconds that this process has had the processor. Linux updates a thread's own time every few ms only. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
