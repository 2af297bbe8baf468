import { isDeepStrictEqual } from "node:util";
import { readEventLog } from "../cost/eventLog.ts";
import { type EngineEvent, engineEvents, type StepMetadata } from "../engine/engineEvents.ts";
import { type Danger, dangersIn } from "./dangers.ts";
import { changesIn } from "./enginePreview.ts";

/** What the events of a preview say of the update. */
export interface PlannedUpdate {
  readonly dangers: readonly Danger[];
  /** An update would change nothing: no resource and no output. */
  readonly isSettled: boolean;
}

/** @param log what the engine did, a line of JSON for each event */
export function plannedUpdate(log: string): PlannedUpdate {
  const preview = readEventLog(log);
  return {
    dangers: dangersIn(changesIn(preview), preview),
    isSettled: isSettled(engineEvents(log)),
  };
}

const unchanging = ["same", "read"];

function isSettled(events: readonly EngineEvent[]): boolean {
  const isEnded = events.some(({ summaryEvent }) => summaryEvent);
  // What the program warns of may be what an update puts right, such as a machine that is stopped.
  const isReported = events.some(({ diagnosticEvent }) =>
    ["warning", "error"].includes(diagnosticEvent?.severity ?? ""),
  );
  if (!isEnded || isReported) return false;
  // A component's outputs come with its last event.
  const last = new Map<string, StepMetadata>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
    // What is not as the state has it shows in the steps that follow, where it matters.
    if (metadata && metadata.op !== "refresh") last.set(metadata.urn, metadata);
  }
  return [...last.values()].every(
    ({ op, old, new: next }) =>
      unchanging.includes(op) &&
      isDeepStrictEqual(old?.inputs, next?.inputs) &&
      isDeepStrictEqual(old?.outputs, next?.outputs),
  );
}
