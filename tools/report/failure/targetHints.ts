import type { FailedRun } from "../../../components/targets/targetPlan.ts";
import { targets } from "../../../components/targets/targets.ts";
import type { EngineEvent, StepMetadata } from "../../pulumi/events.ts";
import { readState, resourcesOf } from "../../pulumi/state.ts";

/** What the targets know about the errors of a run, each hint once. */
export function targetHints(
  events: readonly EngineEvent[],
  stack: string,
  recorded: FailedRun["recorded"] = () => recordedIn(stack),
): string[] {
  const failed = new Map(
    events.flatMap(({ resOpFailedEvent: { metadata } = { metadata: undefined } }) =>
      metadata ? [[metadata.urn, { type: metadata.type, ...inputsOf(metadata) }] as const] : [],
    ),
  );
  const hints = events.flatMap(({ diagnosticEvent: { severity, message = "", urn = "" } = {} }) => {
    const run = { stack, recorded, resource: failed.get(urn) };
    return severity === "error" ? targets.flatMap(({ plan }) => plan?.failureHint?.(message, run) ?? []) : [];
  });
  return [...new Set(hints)];
}

function inputsOf({ new: next }: StepMetadata): { readonly inputs?: Readonly<Record<string, unknown>> } {
  return next?.inputs ? { inputs: { ...next.inputs } } : {};
}

function recordedIn(stack: string) {
  const state = readState(stack);
  return state ? resourcesOf(state) : [];
}
