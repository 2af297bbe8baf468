import type { FailedRun } from "../../../components/targets/targetPlan.ts";
import { targets } from "../../../components/targets/targets.ts";
import type { EngineEvent } from "../../pulumi/events.ts";
import { readState, resourcesOf } from "../../pulumi/state.ts";

/** What the targets know about the errors of a run, each hint once. */
export function targetHints(
  events: readonly EngineEvent[],
  stack: string,
  recorded: FailedRun["recorded"] = () => recordedIn(stack),
): string[] {
  const hints = events.flatMap(({ diagnosticEvent: { severity, message = "" } = {} }) =>
    severity === "error"
      ? targets.flatMap(({ plan }) => plan?.failureHint?.(message, { stack, recorded }) ?? [])
      : [],
  );
  return [...new Set(hints)];
}

function recordedIn(stack: string) {
  const state = readState(stack);
  return state ? resourcesOf(state) : [];
}
