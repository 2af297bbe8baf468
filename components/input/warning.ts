import { findingLines } from "./diagnostic.ts";
import { type Paste, pasteBlock } from "./paste.ts";

/** A finding that does not stop the deployment: part of the input has no effect, or a different one. */
export interface Warning {
  /** Diagnostic path. */
  readonly path: string;
  /** What happens: `is left out; images are pulled by digest`. */
  readonly problem: string;
  /** What to change so that the warning disappears. */
  readonly hint: string;
  /** True if it causes an error at the same path. */
  readonly explains?: true;
  /** Settings that make the warning disappear. */
  readonly paste?: Paste;
}

/** More would not help the reader. */
const most = 200;

/** The message with all warnings, without duplicates, sorted by path; empty if there are none. */
export function describeWarnings(warnings: readonly Warning[], pulumiStack?: string): string {
  const once = [...new Set(findingLines(warnings))];
  if (once.length === 0) return "";
  const count = once.length === 1 ? "1 warning" : `${once.length} warnings`;
  const rest = once.length > most ? `\n  … and ${once.length - most} more` : "";
  const shown = once.slice(0, most).join("\n");
  return `${count} for the compose files; the rest deploys as written\n${shown}${rest}${pasteBlock(warnings, pulumiStack)}`;
}
