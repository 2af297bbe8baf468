import type { Diagnostic } from "./diagnostic.ts";
import type { Paste } from "./paste.ts";
import { printable } from "./printable.ts";
import type { Warning } from "./warning.ts";

/** Later findings mostly follow from the first, and take long to collect. */
const most = { diagnostics: 100, warnings: 1000 };

/** Stops reading early; the diagnostics already say what is wrong. */
export class Abandoned extends Error {}

/** The result of `work`; undefined if it was abandoned. */
export function unlessAbandoned<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Abandoned) return undefined;
    throw error;
  }
}

/** A path in the user's input; it collects the diagnostics and warnings found there and below. */
export class DiagnosticPath {
  readonly text: string;
  readonly diagnostics: Diagnostic[];
  readonly warnings: Warning[];
  readonly #top: boolean;

  private constructor(path: string, found: { diagnostics: Diagnostic[]; warnings: Warning[] }, top: boolean) {
    this.text = path;
    this.diagnostics = found.diagnostics;
    this.warnings = found.warnings;
    this.#top = top;
  }

  /** `swarm:` or `example/compose.yaml: `, which the first key follows without a dot. */
  static top(path: string, diagnostics: Diagnostic[] = [], warnings: Warning[] = []): DiagnosticPath {
    return new DiagnosticPath(path, { diagnostics, warnings }, true);
  }

  at(key: string | number): DiagnosticPath {
    const plain = typeof key === "string" && /^[\w-]+$/.test(key);
    if (plain) return new DiagnosticPath(`${this.text}${this.#top ? "" : "."}${key}`, this, false);
    return new DiagnosticPath(`${this.text}[${JSON.stringify(key)}]`, this, false);
  }

  /** Another file whose diagnostics and warnings go to the same lists. */
  file(name: string): DiagnosticPath {
    return DiagnosticPath.top(`${name}: `, this.diagnostics, this.warnings);
  }

  /** `example/compose.yaml: ` → `example/compose.yaml:12:5` */
  line(line: number, column?: number): DiagnosticPath {
    const position = column === undefined ? `${line}` : `${line}:${column}`;
    return new DiagnosticPath(`${this.text.replace(/: $/, "")}:${position}`, this, false);
  }

  /** True if there is no error here or below so far. */
  isSound(): boolean {
    const isHere = (path: string) => path === this.text || /^[.[]/.test(path.slice(this.text.length));
    return !this.diagnostics.some(({ path }) => path.startsWith(this.text) && isHere(path));
  }

  /**
   * Adds an error; returns undefined, the result of reading an invalid value.
   *
   * @param paste settings that resolve it
   * @throws Abandoned if there are too many errors
   */
  error(problem: string, hint: string, paste?: Paste): undefined {
    const said = { path: this.#shownPath, problem: printable(problem), hint: printable(hint) };
    this.diagnostics.push(paste ? { ...said, paste } : said);
    if (this.diagnostics.length >= most.diagnostics) throw new Abandoned();
    return undefined;
  }

  /** Adds an error that makes further reading pointless or endless. @throws Abandoned */
  abandon(problem: string, hint: string): never {
    this.error(problem, hint);
    throw new Abandoned();
  }

  /** Adds a warning; returns undefined, because the value is dropped. */
  warn(problem: string, hint: string, more: Pick<Warning, "explains" | "paste"> = {}): undefined {
    if (this.warnings.length >= most.warnings) return undefined;
    this.warnings.push({
      path: this.#shownPath,
      problem: printable(problem),
      hint: printable(hint),
      ...more,
    });
    return undefined;
  }

  get #shownPath(): string {
    return this.text.replace(/: $/, "");
  }
}
