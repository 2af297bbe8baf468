import { resourcesOf, type StateFile } from "../tools/pulumi/state.ts";
import type { Span } from "./eventLog.ts";

/** One step of the chain that determines the duration of the run. */
export interface PathStep {
  readonly span: Span;
  /** Seconds between the end of its last dependency and its own start. */
  readonly waited: number;
}

/** The dependencies of each resource, by URN, as the state lists them. */
export type Dependencies = Readonly<Record<string, readonly string[]>>;

/** Starts at the operation that ended last and follows, at each step, the dependency that ended last. */
export function criticalPath(spans: readonly Span[], dependencies: Dependencies): PathStep[] {
  const byUrn = new Map(spans.map((span) => [span.urn, span]));
  const steps: PathStep[] = [];
  let span = latest([...spans]);
  while (span) {
    const start = span.start;
    const before: Span | undefined = latest(
      (dependencies[span.urn] ?? []).flatMap((urn) => byUrn.get(urn) ?? []).filter(({ end }) => end <= start),
    );
    steps.unshift({ span, waited: span.start - (before?.end ?? 0) });
    span = before;
  }
  return steps;
}

function latest(spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>(
    (last, span) => (last && last.end >= span.end ? last : span),
    undefined,
  );
}

/** @param state what `pulumi stack export` prints */
export function dependenciesIn(state: string): Dependencies {
  const resources = resourcesOf(JSON.parse(state) as StateFile);
  return Object.fromEntries(resources.map(({ urn, dependencies = [] }) => [urn, dependencies]));
}
