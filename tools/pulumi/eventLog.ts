import { engineEvents } from "./events.ts";
import type { EnginePreview, EngineStep } from "./preview.ts";

/** Converts a run's events to the form of a preview. */
export function readEventLog(text: string): EnginePreview {
  const events = engineEvents(text);
  const config = events.find(({ preludeEvent }) => preludeEvent?.config)?.preludeEvent?.config;
  const steps = events.flatMap(({ resourcePreEvent, resOutputsEvent }): EngineStep[] => {
    const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
    if (!metadata) return [];
    const { op, urn, old, new: next } = metadata;
    return [{ op, urn, ...(old ? { oldState: old } : {}), ...(next ? { newState: next } : {}) }];
  });
  return { ...(config ? { config } : {}), steps };
}
