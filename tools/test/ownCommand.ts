import { type Check, runCheck } from "./check.ts";
import { summary } from "./summary.ts";

/**
 * Reports, in capital letters, that a test with its own command cannot run here: neither passed nor failed.
 */
export function reportSkipped(name: string, missing: readonly string[]): number {
  console.log(`${name.toUpperCase()} IS SKIPPED. Missing here:\n\n${missing.join("\n")}`);
  console.log("\n0 passed, 0 failed, 1 skipped");
  return 0;
}

/** Runs one check, prints the output of `between` and the closing line; returns the exit code. */
export async function runAlone(check: Check, between: () => string = () => ""): Promise<number> {
  // Ctrl-C reaches the test too, which cleans up.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  const result = await runCheck(check);
  const { text, failed } = summary([result]);
  console.log(between() + text);
  return failed === 0 ? 0 : 1;
}
