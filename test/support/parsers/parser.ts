import fc from "fast-check";
import type { DiagnosticPath } from "../../../components/input/diagnosticPath.ts";
import type { Schema } from "../../../components/input/schema.ts";
import { hostileText, hostileValue } from "../hostileText.ts";

/** A parser of what users write, or of what machines, registries and Pulumi return. */
export interface Parser {
  readonly input: fc.Arbitrary<unknown>;
  /** Diagnostics go to the path. */
  readonly parse: (input: never, path: DiagnosticPath) => unknown;
  /** True if its callers expect an error. */
  readonly throws?: true;
}

export type Parsers = Readonly<Record<string, Parser>>;

/** A parser of a text, with tokens of its language. */
export function text(parse: (text: string, path: DiagnosticPath) => unknown, ...args: string[]): Parser {
  return { input: hostileText(...args), parse: parse as Parser["parse"] };
}

/** A parser of a text that may throw. */
export function answer(parse: (text: string) => unknown, ...args: string[]): Parser {
  return { ...text(parse, ...args), throws: true };
}

/** A parser of a value in a file, with tokens of its text form. */
export function shape(of: Schema<unknown>, ...args: string[]): Parser {
  return {
    input: fc.oneof({ weight: 4, arbitrary: hostileText(...args) }, { weight: 1, arbitrary: hostileValue }),
    parse: (value: unknown, path: DiagnosticPath) => of(value, path),
  };
}

/** A parser of a list, with tokens of its items' text form. */
export function listOf(of: Schema<unknown>, ...args: string[]): Parser {
  const item = fc.oneof(hostileText(...args), hostileValue);
  return {
    input: fc.oneof(
      { weight: 4, arbitrary: fc.array(item, { maxLength: 4 }) },
      { weight: 1, arbitrary: hostileValue },
    ),
    parse: (value: unknown, path: DiagnosticPath) => of(value, path),
  };
}

/** A parser of JSON that a machine returns. */
export function json(parse: (text: string) => unknown): Parser {
  return { input: hostileValue.map(jsonOf), parse: parse as Parser["parse"], throws: true };
}

/** A parser of plain data that a machine returns. */
export function data(parse: (value: never) => unknown): Parser {
  return { input: hostileValue, parse: parse as Parser["parse"], throws: true };
}

export function jsonOf(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
