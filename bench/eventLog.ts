import { closeSync, openSync, readSync } from "node:fs";
import { isComponentType, resourceTypes } from "../components/names.ts";
import type { EngineEvent } from "../tools/pulumi/events.ts";
import { typeOf } from "../tools/pulumi/urn.ts";

/** One operation on one resource, in seconds since the log started. */
export interface Span {
  readonly urn: string;
  readonly operation: string;
  readonly start: number;
  readonly end: number;
}

const every = 20;

/**
 * Reads the log of `pulumi --event-log` while Pulumi writes it. Pulumi stamps events in whole seconds, so
 * this class stamps each event when it arrives.
 */
export class EventLog {
  readonly file: string;
  private readonly timer: NodeJS.Timeout;
  private readonly started = performance.now();
  private readonly lines: StampedLine[] = [];
  private descriptor: number | undefined;
  private rest = "";
  private stopped = false;

  constructor(file: string) {
    this.file = file;
    this.timer = setInterval(() => this.read(), every);
  }

  /** Idempotent. */
  stop(): Span[] {
    clearInterval(this.timer);
    if (!this.stopped) this.read();
    this.stopped = true;
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
    return spansOf(this.lines);
  }

  private read(): void {
    try {
      this.descriptor ??= openSync(this.file, "r");
    } catch {
      return;
    }
    const second = (performance.now() - this.started) / 1000;
    const buffer = Buffer.alloc(1024 * 1024);
    for (;;) {
      const length = readSync(this.descriptor, buffer);
      if (length === 0) return;
      const [...whole] = (this.rest + buffer.toString("utf8", 0, length)).split("\n");
      this.rest = whole.pop() ?? "";
      this.lines.push(...whole.map((text) => ({ second, text })));
    }
  }
}

export interface StampedLine {
  readonly second: number;
  readonly text: string;
}

/** The time of each operation, without those that Pulumi only compares in memory. */
export function spansOf(lines: readonly StampedLine[]): Span[] {
  const begun = new Map<string, number>();
  const spans: Span[] = [];
  for (const { second, text } of lines) {
    const { resourcePreEvent, resOutputsEvent } = JSON.parse(text) as EngineEvent;
    const { op, urn } = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata ?? { op: "same", urn: "" };
    if (op === "same" || isComponent(urn)) continue;
    const key = `${op} ${urn}`;
    if (resourcePreEvent) begun.set(key, second);
    else spans.push({ urn, operation: op, start: begun.get(key) ?? second, end: second });
  }
  return spans.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isComponent(urn: string): boolean {
  const type = typeOf(urn);
  return isComponentType(type) || type === resourceTypes.stack;
}
