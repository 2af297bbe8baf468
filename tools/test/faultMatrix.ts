import { existsSync, readFileSync } from "node:fs";
import { markdownTable, table } from "../report/table.ts";

/** The result of one fault. */
export interface FaultRow {
  /** The spec's name. */
  readonly group: string;
  readonly fault: string;
  readonly expected: string;
  /** Time limit in seconds. */
  readonly bound: number;
  readonly seen: string;
  readonly seconds: number;
  readonly passed: boolean;
}

/** The rows of a run, one JSON object per line; none before the first spec has run. */
export function readRows(file: string): FaultRow[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as FaultRow);
}

const heading = ["FAULT", "EXPECTED", "SEEN", "SECONDS"];

/** For the terminal. */
export function matrixText(rows: readonly FaultRow[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => [
    row.fault,
    row.expected,
    `${row.passed ? "" : "MISSED: "}${row.seen}`,
    time(row),
  ]);
  return `\n${table([heading, ...cells])}\n`;
}

function time({ seconds, bound }: FaultRow): string {
  return `${seconds.toFixed(1)} of ${bound}`;
}

const marker = (group: string) => `<!-- faults: ${group} -->`;
const end = "<!-- end -->";

/**
 * Replaces the rows on a page with those of a run.
 *
 * A group that was not run keeps its rows.
 *
 * @param day of the run: `2026-11-23`
 * @throws if the page has no section for a group, or a row did not pass
 */
export function pageWith(page: string, rows: readonly FaultRow[], day: string): string {
  const missed = rows.filter(({ passed }) => !passed);
  if (missed.length > 0) throw new Error(`missed, so nothing is written: ${missed.map((row) => row.fault)}`);
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups.reduce((text, group) => {
    const start = text.indexOf(marker(group));
    const stop = text.indexOf(end, start);
    if (start < 0 || stop < 0)
      throw new Error(
        `the page has no place for ${group}\n  → write the lines ${marker(group)} and ${end} into it`,
      );
    const own = rows.filter((row) => row.group === group);
    return text.slice(0, start + marker(group).length) + markdown(own, day) + text.slice(stop);
  }, page);
}

function markdown(rows: readonly FaultRow[], day: string): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const lines = rows.map((row) => [...[row.fault, row.expected, row.seen].map(cell), time(row)]);
  const shown = markdownTable([["fault", "expected", "seen", "seconds"], ...lines]);
  return `\nRun on ${day}.\n\n${shown}\n\n`;
}
