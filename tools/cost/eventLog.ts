import type { EnginePreview, EngineStep, ResourceState } from "../plan/enginePreview.ts";

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly old?: ResourceState | null;
  readonly new?: ResourceState | null;
}

/** One line of what `pulumi --event-log` writes. */
interface EngineEvent {
  readonly preludeEvent?: { readonly config?: Readonly<Record<string, string>> };
  readonly resourcePreEvent?: { readonly metadata: Metadata };
  readonly resOutputsEvent?: { readonly metadata: Metadata };
}

/** A run's events in the form of a preview; a line that was not written to its end is passed over. */
export function readEventLog(text: string): EnginePreview {
  const events = text.split("\n").flatMap(parse);
  const config = events.find(({ preludeEvent }) => preludeEvent?.config)?.preludeEvent?.config;
  const steps = events.flatMap(({ resourcePreEvent, resOutputsEvent }): EngineStep[] => {
    const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
    if (!metadata) return [];
    const { op, urn, old, new: next } = metadata;
    return [{ op, urn, ...(old ? { oldState: old } : {}), ...(next ? { newState: next } : {}) }];
  });
  return { ...(config ? { config } : {}), steps };
}

function parse(line: string): EngineEvent[] {
  try {
    return line.trim() === "" ? [] : [JSON.parse(line)];
  } catch {
    return [];
  }
}
