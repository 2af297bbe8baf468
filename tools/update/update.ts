import { projectRoot } from "../../setup/project.ts";
import { findBackend } from "../pulumi/backend.ts";
import { callPulumi, stackOf } from "../pulumi/call.ts";
import { callWithEvents } from "../pulumi/callWithEvents.ts";
import { hasNoResources } from "../pulumi/fileBackend.ts";
import { projectName } from "../pulumi/selectedStack.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { printCost } from "../report/cost/stackCost.ts";
import { allowances, refusal, takeAllowedDangers } from "../report/plan/allowedDangers.ts";
import { livePlan } from "../report/plan/liveHolders.ts";
import { exitCodes } from "../report/plan/plan.ts";
import { serviceText } from "../report/plan/serviceText.ts";
import { printFailure, runWithReport } from "../report/runWithReport.ts";
import { isAgreed } from "./confirm.ts";
import { previewArguments, updateArguments } from "./updateArguments.ts";

/**
 * Runs `up` after a preview, and stops if the preview finds a danger that no argument allows by name.
 *
 * The preview replaces Pulumi's own and, if nothing changes, the update too, so `up` takes no longer than
 * without this check.
 */
export async function updateAfterPreview(args: readonly string[]): Promise<number> {
  const { allowed, rest } = takeAllowedDangers(args);
  const stack = stackOf(rest);
  // Another program reads the JSON.
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
    printFailure(rest, preview.events);
    return preview.code;
  }
  const { dangers, isSettled, services } = await livePlan(stack, preview.events);
  if (services.length > 0 && !isJson) console.log(`\n${serviceText(services)}`);
  const refused = dangers.filter(({ name }) => !allowed.includes(name));
  if (refused.length > 0) {
    console.error(`\n${refusal(stack, refused)}`);
    return exitCodes.danger;
  }
  for (const line of allowances(dangers, allowed)) console.error(line);
  if (isSettled && !isJson) {
    console.log(`\nStack ${stack} is as the settings say: there is nothing to update`);
    await printCost(targetOf(stack), preview.events);
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

/** A stack without resources has nothing to lose. Checks only the project's own state. */
function isEmpty(stack: string): boolean {
  const { url, chosen } = findBackend(process.env, projectRoot);
  return !chosen && hasNoResources(url, projectName(projectRoot), stack);
}
