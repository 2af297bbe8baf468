import { join } from "node:path";
import { awsSteps, emulator, missingAwsParts } from "./test/awsParts.ts";
import { runCheck } from "./test/check.ts";
import { summary } from "./test/summary.ts";
import { withLock } from "./toolchain/lock.mjs";
import { pulumiHome } from "./toolchain/pulumiHome.ts";
import { setUp } from "./toolchain/setUp.ts";
import { StepFailed } from "./toolchain/stepFailed.ts";

export const help = `npm run test:aws

Builds, changes and destroys a whole cluster of target aws without an AWS account: the AWS API is emulated,
machines are containers that boot with the machines' real user data, and the ECR address is a real registry.
A Terraform provider stands in for plugin aws. Linux only, as root: it adds routes, loop devices and lines of
/etc/hosts, and takes them away again. The first run builds its parts, which takes about ten minutes.

Where a part cannot be had, the test is skipped, which the closing line says.`;

const check = {
  name: "aws",
  kind: "mocha",
  command: [
    "mocha",
    "--exit",
    "--forbid-only",
    "--forbid-pending",
    "--bail",
    "--timeout",
    "600000",
    "test/aws/**/*.spec.ts",
  ],
  engine: true,
} as const;

export async function main(): Promise<number> {
  const missing = missingAwsParts();
  if (missing.length > 0) return skipped(missing);
  try {
    await setUp("use", awsSteps);
  } catch (error) {
    if (error instanceof StepFailed && error.step === emulator.name) return skipped([error.message]);
    throw error;
  }
  // Imported late: it needs what was just set up.
  const { sweep } = await import("../test/aws/emulator/leftovers.ts");
  return withLock(join(pulumiHome(), "swarm-test-aws.lock"), () => testAndSweep(sweep), {
    onWait: (owner) => console.error(`Waiting for process ${owner}, which runs this test as well`),
  });
}

/** Neither passed nor failed, in capital letters. */
function skipped(missing: readonly string[]): number {
  console.log(`THE TEST OF TARGET AWS IS SKIPPED. Missing here:\n\n${missing.join("\n")}`);
  console.log("\n0 passed, 0 failed, 1 skipped");
  return 0;
}

async function testAndSweep(sweep: () => Promise<void>): Promise<number> {
  // Ctrl-C reaches the test as well; what it leaves behind is taken away here.
  const signals = ["SIGINT", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, () => undefined);
  try {
    await sweep();
    const { text, failed } = summary([await runCheck(check)]);
    console.log(text);
    return failed === 0 ? 0 : 1;
  } finally {
    await sweep();
  }
}
