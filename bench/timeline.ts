import { nameOf, typeOf } from "../tools/pulumi/urn.ts";
import { criticalPath, type Dependencies } from "./criticalPath.ts";
import type { Span } from "./eventLog.ts";

const columns = 60;

/** A bar for each operation, and the critical path. */
export function timeline(spans: readonly Span[], dependencies: Dependencies, seconds: number): string {
  const path = criticalPath(spans, dependencies);
  const onPath = new Set(path.map(({ span }) => span));
  const scale = columns / seconds;
  const bars = spans.map((span) => {
    const from = Math.min(Math.floor(span.start * scale), columns - 1);
    const length = Math.max(Math.ceil((span.end - span.start) * scale), 1);
    const bar = `${" ".repeat(from)}${(onPath.has(span) ? "█" : "▒").repeat(Math.min(length, columns - from))}`;
    return `${number(span.start)} ${number(span.end)} │${bar.padEnd(columns)}│ ${labelOf(span)}`;
  });
  const chain = path.map(
    ({ span, waited }) =>
      `${number(span.start)} ${number(span.end)}  took ${number(span.end - span.start)}, ${number(waited)} after the one before: ${labelOf(span)}`,
  );
  return [
    " start    end  (█: what the run waited for)",
    ...bars,
    "",
    "what waited for what:",
    ...chain,
    `${number(seconds)} the end`,
  ].join("\n");
}

function labelOf({ urn, operation }: Span): string {
  const type = typeOf(urn);
  return `${operation} ${type.slice(type.lastIndexOf(":") + 1)} ${nameOf(urn)}`;
}

function number(seconds: number): string {
  return seconds.toFixed(2).padStart(6);
}
