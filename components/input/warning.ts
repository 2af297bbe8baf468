import { printable } from "./printable.ts";

/** Something that comes out otherwise than written; the rest works, so it stops nothing. */
export interface Warning {
  /** Where it is, as for a diagnostic. */
  readonly path: string;
  /** What becomes of it: `is left out; images are pulled by digest`. */
  readonly problem: string;
  /** What to do so that it is told no more. */
  readonly hint: string;
  /** True where a diagnostic in the same place comes of it. */
  readonly explains?: true;
}

/** Nobody reads more at once. */
const most = 200;

const byPath = new Intl.Collator().compare;

/** The text a user reads for all notes at once, each one once, sorted by path; empty where there are none. */
export function describeWarnings(warnings: readonly Warning[]): string {
  const lines = [...warnings]
    .sort((a, b) => byPath(a.path, b.path))
    .map(({ path, problem, hint }) => `  ${printable(path)}: ${problem}\n    → ${hint}`);
  const once = [...new Set(lines)];
  if (once.length === 0) return "";
  const count = once.length === 1 ? "1 warning" : `${once.length} warnings`;
  const rest = once.length > most ? `\n  … and ${once.length - most} more` : "";
  return `${count} for the compose files; the rest deploys as written\n${once.slice(0, most).join("\n")}${rest}`;
}
