import { isMapping } from "../../components/input/mapping.ts";
import type { EnginePreview, EngineStep, ResourceState } from "./preview.ts";

/** The resource in an event. */
export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: ResourceState | null;
  readonly new?: ResourceState | null;
}

/** One line that `pulumi --event-log` writes. */
export interface EngineEvent {
  readonly preludeEvent?: { readonly config?: Readonly<Record<string, string>> };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
  readonly diagnosticEvent?: { readonly urn?: string; readonly message: string; readonly severity: string };
}

/** The events of a run; skips a line that was cut off. */
export function engineEvents(log: string): EngineEvent[] {
  return log.split("\n").flatMap((line) => {
    try {
      const event: unknown = line.trim() === "" ? undefined : JSON.parse(line);
      return isMapping(event) ? [event as EngineEvent] : [];
    } catch {
      return [];
    }
  });
}

/** The events of a run in the form of a preview. */
export function previewOf(events: readonly EngineEvent[]): EnginePreview {
  const config = events.find(({ preludeEvent }) => preludeEvent?.config)?.preludeEvent?.config;
  const steps = events.flatMap(({ resourcePreEvent, resOutputsEvent }): EngineStep[] => {
    const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
    if (!metadata) return [];
    const { op, urn, old, new: next } = metadata;
    return [{ op, urn, ...(old ? { oldState: old } : {}), ...(next ? { newState: next } : {}) }];
  });
  return { ...(config ? { config } : {}), steps };
}
