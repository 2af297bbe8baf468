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
    // Another process may have had the processor meanwhile.
    const quickest = (factor: number) =>
      Math.min(...[1, 2, 3].map(() => timesOf(expression, [attack], factor)?.[0] ?? patience));
    const [once, longer] = [quickest(1), quickest(4)];
    if (once > slow / 2 && longer > 8 * once)
      return `${told(attack)}: ${once.toFixed(1)} ms, and ${longer.toFixed(1)} ms for a text four times as long`;
  }
  return undefined;
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
  const context = createContext({ attacks, size, factor, expression: copy, now: () => performance.now() });
  try {
    return [...script.runInContext(context, { timeout: patience })];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}
