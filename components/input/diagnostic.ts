import { type Paste, pasteBlock } from "./paste.ts";
import { printable } from "./printable.ts";

/** One finding about the user's input, made before any resource exists. */
export interface Diagnostic {
  /** Diagnostic path: `swarm:managers`, `example/compose.yaml: services.web.ports[0]`. */
  readonly path: string;
  /** What is wrong, with the value: `must be 1, 3, 5 or 7, but is 2`. */
  readonly problem: string;
  /** What to do about it: `set swarm:managers to 3`. */
  readonly hint: string;
  /** Settings that resolve it. */
  readonly paste?: Paste;
}

/** More would not help the reader. */
const most = 100;

const byPath = new Intl.Collator().compare;

/** The message with all diagnostics, sorted by path, and the lines to paste. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], pulumiStack?: string): string {
  const lines = findingLines(diagnostics).slice(0, most);
  const number = diagnostics.length < most ? `${diagnostics.length}` : `${most} or more`;
  const count = diagnostics.length === 1 ? "1 mistake" : `${number} mistakes`;
  return `${count} in the settings; nothing was changed\n${lines.join("\n")}${pasteBlock(diagnostics, pulumiStack)}`;
}

/** Two lines for each finding, sorted by path. */
export function findingLines(found: readonly Omit<Diagnostic, "paste">[]): string[] {
  return [...found]
    .sort((a, b) => byPath(a.path, b.path))
    .map(({ path, problem, hint }) => `  ${printable(path)}: ${problem}\n    → ${hint}`);
}
