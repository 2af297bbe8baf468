import { hasNoResources } from "../cluster/checkpointFiles.ts";
import { printCost } from "../cost/tellCost.ts";
import { allowances, refusal, takeAllowedDangers } from "../plan/allowedDangers.ts";
import { exitCodes } from "../plan/plan.ts";
import { plannedUpdate } from "../plan/plannedUpdate.ts";
import { findBackend } from "../toolchain/backend.ts";
import { callPulumi, stackOf, targetOf } from "../toolchain/callPulumi.ts";
import { projectRoot } from "../toolchain/project.ts";
import { projectName } from "../toolchain/selectedStack.ts";
import { callWithEvents } from "./callWithEvents.ts";
import { isAgreed } from "./question.ts";
import { runWithReport, tellFailure } from "./runWithReport.ts";
import { previewArguments, updateArguments } from "./upWords.ts";

/**
 * Runs `up` after a preview of it, and stops where the preview shows a danger that the words do not allow by name.
 *
 * The preview takes the place of Pulumi's own, and where it finds nothing to change, of the update too: an `up` costs
 * what it would cost without this.
 */
export async function upAndTell(args: readonly string[]): Promise<number> {
  const { allowed, rest } = takeAllowedDangers(args);
  const stack = stackOf(rest);
  // JSON is for another program to read.
  const isJson = rest.some((word) => ["--json", "-j"].includes(word));
  const update = (final: readonly string[]) => (isJson ? callPulumi(final) : runWithReport(final));
  if (changesNothing(rest) || isEmpty(stack)) return update(rest);
  const preview = await callWithEvents(
    previewArguments(rest.filter((word) => !["--json", "-j"].includes(word))),
    {
      isQuiet: isJson,
      environment: { SWARM_BEFORE_UP: "true" },
    },
  );
  if (preview.code !== 0) {
    tellFailure(rest, preview.events);
    return preview.code;
  }
  const { dangers, isSettled } = plannedUpdate(preview.events);
  const refused = dangers.filter(({ name }) => !allowed.includes(name));
  if (refused.length > 0) {
    console.error(`\n${refusal(stack, refused)}`);
    return exitCodes.danger;
  }
  for (const line of allowances(dangers, allowed)) console.error(line);
  if (isSettled && !isJson) {
    console.log(`\nStack ${stack} is as the settings say: there is nothing to update`);
    if (targetOf(stack) === "aws") await printCost(preview.events);
    return 0;
  }
  if (asks(rest) && !(await isAgreed(() => callPulumi([...previewArguments(rest), "--diff"])))) {
    console.log("Nothing was changed");
    return 1;
  }
  return update(updateArguments(rest));
}

function changesNothing(args: readonly string[]): boolean {
  return args.some((word) => ["--help", "-h", "--preview-only"].includes(word));
}

function asks(args: readonly string[]): boolean {
  const agrees = args.some((word) => /^(--yes|--skip-preview|-[yf]+)$/.test(word));
  return !agrees && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Nothing can be lost of a stack without resources. Only the project's own state is looked into. */
function isEmpty(stack: string): boolean {
  const { url, chosen } = findBackend(process.env, projectRoot);
  return !chosen && hasNoResources(url, projectName(projectRoot), stack);
}
