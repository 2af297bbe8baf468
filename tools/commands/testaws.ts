import { join } from "node:path";
import { withLock } from "../../setup/lock.mjs";
import { pulumiHome } from "../../setup/pulumiHome.ts";
import { StepFailed } from "../../setup/runSteps.ts";
import { ownArguments } from "../arguments.ts";
import { setUp } from "../setUp.ts";
import { awsSteps, emulator, missingAwsParts } from "../test/awsParts.ts";
import { mochaCheck } from "../test/mochaCheck.ts";
import { reportSkipped, runAlone } from "../test/ownCommand.ts";

export const help = `npm run test:aws

Builds, changes and destroys clusters of target aws without an AWS account: the AWS API is emulated, the
machines are containers that boot with the real user data, and the ECR address is a real registry. A Terraform
provider stands in for plugin aws. Linux only, as root: it adds routes, loop devices and lines in /etc/hosts, and
removes them again. It takes about 45 minutes; the first run also builds its parts, for about ten.

If a part is not available, it skips the test and says so in the last line.`;

const test = "the test of target aws";
const check = mochaCheck({
  name: "aws",
  files: ["test/aws/**/*.spec.ts"],
  timeout: 600_000,
  bail: true,
  engine: true,
});

export async function main(args: readonly string[]): Promise<number> {
  ownArguments("test:aws", args, {});
  const missing = missingAwsParts();
  if (missing.length > 0) return reportSkipped(test, missing);
  try {
    await setUp("use", { more: awsSteps });
  } catch (error) {
    if (error instanceof StepFailed && error.step === emulator.name)
      return reportSkipped(test, [error.message]);
    throw error;
  }
  // Imported late: it needs what set-up has just installed.
  const { sweep } = await import("../../test/aws/emulator/leftovers.ts");
  return withLock(join(pulumiHome(), "swarm-test-aws.lock"), () => testAndSweep(sweep), {
    onWait: (owner) => console.error(`Waiting for process ${owner}, which runs this test as well`),
  });
}

async function testAndSweep(sweep: () => Promise<void>): Promise<number> {
  try {
    await sweep();
    return await runAlone(check);
  } finally {
    await sweep();
  }
}
