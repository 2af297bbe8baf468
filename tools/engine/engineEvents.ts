import { isMapping } from "../../components/input/schema.ts";
import type { ResourceState } from "../plan/enginePreview.ts";

/** What one event says of a resource. */
export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: ResourceState | null;
  readonly new?: ResourceState | null;
}

/** One line of what `pulumi --event-log` writes. */
export interface EngineEvent {
  readonly preludeEvent?: { readonly config?: Readonly<Record<string, string>> };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
  readonly diagnosticEvent?: { readonly urn?: string; readonly message: string; readonly severity: string };
}

/** The events of a run; a line that was not written to its end is passed over. */
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
