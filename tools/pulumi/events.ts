import { isMapping } from "../../components/input/schema.ts";
import type { ResourceState } from "./preview.ts";

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
