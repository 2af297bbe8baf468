import { ownArguments } from "../arguments.ts";
import { setUp } from "../setUp.ts";
import { type Check, runCheck } from "../test/check.ts";
import { checks } from "../test/checks.ts";
import { summary } from "../test/summary.ts";

export const help = `npm test [-- CHECK...]

Runs the checks of CI: format and lint, types, shell scripts, workflows, unit tests, and end-to-end tests on a
real local swarm. Name checks to run only those: npm test -- types unit`;

export async function main(args: readonly string[]): Promise<number> {
  const { positionals: names } = ownArguments("test", args, {}, { positionals: Number.POSITIVE_INFINITY });
  const unknown = names.filter((word) => !checks.some((check) => check.name === word));
  if (unknown.length > 0) {
    console.error(
      `no check is called ${unknown.join(", ")}\n  → one of: ${checks.map(({ name }) => name).join(", ")}`,
    );
    return 2;
  }
  const chosen = names.length > 0 ? checks.filter(({ name }) => names.includes(name)) : checks;
  await prepare(chosen);
  const results = [];
  for (const check of chosen) results.push(await runCheck(check));
  const { text, failed } = summary(results);
  console.log(text);
  return failed === 0 ? 0 : 1;
}

/** Checks that need a program from outside the packages. */
const withTools = ["shell", "workflows"];

const isUnit = ({ name }: Check) => name === "unit";

/** Installs what the chosen checks need besides the packages. */
async function prepare(chosen: readonly Check[]): Promise<void> {
  if (chosen.some((check) => check.engine || withTools.includes(check.name))) await setUp("test");
  else if (chosen.some(isUnit)) await setUp("unit");
}
