import { runCheck } from "./check.ts";
import type { Check } from "./checks.ts";
import { summary } from "./summary.ts";

/** A test with a command of its own that cannot run here: neither passed nor failed, in capital letters. */
export function tellSkipped(name: string, missing: readonly string[]): number {
  console.log(`${name.toUpperCase()} IS SKIPPED. Missing here:\n\n${missing.join("\n")}`);
  console.log("\n0 passed, 0 failed, 1 skipped");
  return 0;
}

/** Runs one check to its end, prints what `between` has to say and the closing line; gives the exit code. */
export async function runAlone(check: Check, between: () => string = () => ""): Promise<number> {
  // Ctrl-C reaches the test as well, which takes away what it made.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  const result = await runCheck(check);
  const { text, failed } = summary([result]);
  console.log(between() + text);
  return failed === 0 ? 0 : 1;
}
