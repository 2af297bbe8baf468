import { isDeepStrictEqual } from "node:util";
import { type EngineEvent, previewOf, type StepMetadata } from "../../pulumi/events.ts";
import { changesIn, type ResourceState } from "../../pulumi/preview.ts";
import { type Danger, dangersIn } from "./dangers.ts";
import type { Holders } from "./lostVolumes.ts";
import { type ServiceChange, serviceChanges } from "./serviceChanges.ts";

/** What a preview's events say about the update. */
export interface PlannedUpdate {
  readonly dangers: readonly Danger[];
  readonly services: readonly ServiceChange[];
  /** True if an update would change nothing: no resource and no output. */
  readonly isSettled: boolean;
}

export function plannedUpdate(events: readonly EngineEvent[], holders?: Holders): PlannedUpdate {
  const preview = previewOf(events);
  const changes = changesIn(preview);
  return {
    dangers: dangersIn(changes, preview, holders),
    services: serviceChanges(changes),
    isSettled: isSettled(events),
  };
}

const unchanging = ["same", "read"];

function isSettled(events: readonly EngineEvent[]): boolean {
  const isEnded = events.some(({ summaryEvent }) => summaryEvent);
  // An update can fix what the program warns of, such as a stopped machine.
  const isReported = events.some(({ diagnosticEvent }) =>
    ["warning", "error"].includes(diagnosticEvent?.severity ?? ""),
  );
  if (!isEnded || isReported) return false;
  // A component's outputs are in its last event.
  const last = new Map<string, StepMetadata>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
    // If a difference that a refresh finds matters, the steps that follow show it.
    if (metadata && metadata.op !== "refresh") last.set(metadata.urn, metadata);
  }
  return [...last.values()].every(
    ({ op, old, new: next }) => unchanging.includes(op) && isDeepStrictEqual(kept(old), kept(next)),
  );
}

/** What Pulumi stores of a resource and a step `same` may change. */
function kept(state: ResourceState | null | undefined) {
  const { custom, inputs, outputs, protect, retainOnDelete } = state ?? {};
  // Its provider finds no difference, though a refresh may have written the inputs in another order.
  return { inputs: custom ? undefined : inputs, outputs, protect, retainOnDelete };
}
