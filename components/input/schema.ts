import type { DiagnosticPath } from "./diagnosticPath.ts";
import { isMapping } from "./mapping.ts";
import { closest } from "./spelling.ts";

/** Reads an unknown value: returns its normal form, or reports errors. */
export type Schema<T> = ((value: unknown, path: DiagnosticPath) => T | undefined) & {
  /** True if no value is valid. */
  readonly isForbidden?: boolean;
};

/** Keys and what each may be. */
export type Fields = Readonly<Record<string, Schema<unknown>>>;

/** The values that a schema reads. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

/** The mappings that `object` reads: a key can be missing, or invalid. */
export type InferObject<F extends Fields> = { readonly [K in keyof F]?: Infer<F[K]> };

/** A mapping with its defaults; the keys `Open` have none. */
export type Complete<T, Open extends keyof T = never> = Required<Omit<T, Open>> & Pick<T, Open>;

/** A mapping that has these keys. */
export type Having<T, Keys extends keyof T> = T & Required<Pick<T, Keys>>;

/** Stands for a value whose error is already reported. */
export const unreadable = Symbol("unreadable");

export function read<T>(schema: Schema<T>, value: unknown, path: DiagnosticPath): T | undefined {
  return value === unreadable ? undefined : schema(value, path);
}

/** A string, number or boolean as text, else an empty string: a mapping may have a key toString. */
export function scalarText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** Shows a value in a message. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number") return String(value);
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

function mismatch(value: unknown, path: DiagnosticPath, what: string, example: string): undefined {
  return path.error(`must be ${what}, but is ${show(value)}`, `write for example ${example}`);
}

/** Any string; the hint for a number or boolean is to quote it. */
export const text: Schema<string> = (value, path) => {
  if (typeof value === "string") return sound(value, path);
  if (typeof value !== "number" && typeof value !== "boolean")
    return mismatch(value, path, "a string", '"text"');
  return path.error(`must be a string, but is ${show(value)}`, `put it in quotes: "${value}"`);
};

/** A string that can be passed to a program and written to a file unchanged. */
function sound(value: string, path: DiagnosticPath): string | undefined {
  if (value.includes("\0"))
    return path.error("has a NUL character, which no program can be given", "remove it");
  return value.isWellFormed()
    ? value
    : path.error("has half of a character (a lone surrogate)", "write the whole character, or remove it");
}

/** A string of a given form. */
export function stringLike(
  what: string,
  example: string,
  accept: (value: string) => boolean,
): Schema<string> {
  return (value, path) =>
    typeof value === "string" && accept(value) ? sound(value, path) : mismatch(value, path, what, example);
}

/** A name of a given form; for a key, `path` is the key's path. */
export function nameLike(form: RegExp, problem: string, hint: string): Schema<string> {
  return (value, path) => (form.test(scalarText(value)) ? scalarText(value) : path.error(problem, hint));
}

/** A string, or a number or boolean converted to one. */
export const plain: Schema<string> = (value, path) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : text(value, path);

export function enumOf<T extends string>(...values: readonly T[]): Schema<T> {
  return (value, path) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    const near = typeof value === "string" ? closest(value, values) : undefined;
    const known = values.length > 1 ? `${values.slice(0, -1).join(", ")} or ${values.at(-1)}` : values[0];
    const choice = near ?? (values.length > 1 ? "one of these" : values[0]);
    return path.error(`must be ${known}, but is ${show(value)}`, `write ${choice}`);
  };
}

/** A whole number; also accepts text, because variables give text. */
export function integer(
  from: number,
  to: number = Number.MAX_SAFE_INTEGER,
  example: number | string = Math.max(from, 1),
): Schema<number> {
  const range = to === Number.MAX_SAFE_INTEGER ? `, ${from} or more` : ` from ${from} to ${to}`;
  return (value, path) => {
    const number = typeof value === "string" && /^-?[0-9]+$/.test(value) ? Number(value) : value;
    if (Number.isSafeInteger(number) && Number(number) >= from && Number(number) <= to) return Number(number);
    return mismatch(value, path, `a whole number${range}`, String(example));
  };
}

export function decimal(from: number, to: number): Schema<number> {
  return (value, path) => {
    const number = typeof value === "string" && /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && number >= from && number <= to) return number;
    return mismatch(value, path, `a number from ${from} to ${to}`, String(to));
  };
}

/** The spellings that docker reads as booleans. */
export const boolean: Schema<boolean> = (value, path) => {
  const word = typeof value === "object" ? "" : String(value).toLowerCase();
  if (["true", "yes", "y", "on"].includes(word)) return true;
  if (["false", "no", "n", "off"].includes(word)) return false;
  return mismatch(value, path, "true or false", "true");
};

export function list<T>(of: Schema<T>, example = "- item"): Schema<readonly T[]> {
  return (value, path) => {
    if (typeof value === "string" || typeof value === "number")
      return path.error(`must be a list, but is ${show(value)}`, `write it as a list: [${show(value)}]`);
    if (!Array.isArray(value)) return mismatch(value, path, "a list", example);
    return value
      .map((item, index) => read(of, item, path.at(index)))
      .filter((item) => item !== undefined) as T[];
  };
}

/** Limits the length of a list or mapping; a longer one would only take long. */
export function atMost<T>(most: number, what: string, schema: Schema<T>): Schema<T> {
  return (value, path) => {
    const count = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
    return count > most
      ? path.abandon(`has ${count} ${what}, but may have ${most}`, `write fewer ${what}`)
      : schema(value, path);
  };
}

/** A mapping with any keys. */
export function record<T>(
  of: Schema<T>,
  key: Schema<string> = text,
  example = "key: value",
): Schema<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (!isMapping(value)) return mismatch(value, path, "a mapping", example);
    const entries = Object.entries(value).map(([name, item]) => {
      const below = path.at(name);
      return [key(name, below), read(of, item, below)] as const;
    });
    return Object.fromEntries(
      entries.filter(([name, item]) => name !== undefined && item !== undefined),
    ) as Record<string, T>;
  };
}

/** A mapping with known keys; keys with an example are required, `x-…` keys are ignored. */
export function object<F extends Fields>(
  known: F,
  required: Readonly<Record<string, string>> = {},
  example = `${Object.keys(known)[0]}: …`,
): Schema<InferObject<F>> {
  return (value, path) => {
    if (!isMapping(value)) return mismatch(value, path, "a mapping", example);
    for (const [key, sample] of Object.entries(required))
      if (!(key in value)) path.at(key).error("is missing", `write for example ${key}: ${sample}`);
    const entries = Object.entries(value)
      .filter(([key]) => !key.startsWith("x-"))
      .map(([key, item]) => {
        const schema = Object.hasOwn(known, key) ? known[key] : undefined;
        return [key, schema ? read(schema, item, path.at(key)) : unknownKey(key, known, path)] as const;
      });
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as InferObject<F>;
  };
}

function unknownKey(key: string, fields: Fields, path: DiagnosticPath): undefined {
  const known = Object.keys(fields).filter((name) => !fields[name]?.isForbidden);
  const near = closest(key, known);
  const choice = known.length > 24 ? "remove it" : `remove it; valid keys: ${known.sort().join(", ")}`;
  return path.at(key).error("is unknown", near ? `did you mean ${near}?` : choice);
}

/** A value with several syntaxes. */
export function union<T>(
  what: string,
  example: string,
  ways: { readonly text?: Schema<T>; readonly list?: Schema<T>; readonly mapping?: Schema<T> },
): Schema<T> {
  return (value, path) => {
    const kind = Array.isArray(value) ? "list" : isMapping(value) ? "mapping" : "text";
    const way =
      kind === "text" && typeof value !== "string" && typeof value !== "number" ? undefined : ways[kind];
    return way ? way(value, path) : mismatch(value, path, what, example);
  };
}

/** A schema with a further check or conversion. */
export function refine<A, B>(
  schema: Schema<A>,
  next: (value: A, path: DiagnosticPath) => B | undefined,
): Schema<B> {
  return (value, path) => {
    const first = schema(value, path);
    return first === undefined ? undefined : next(first, path);
  };
}

/** A key that is never valid. */
export function forbidden(problem: string, hint: string): Schema<never> {
  const refuse = (_value: unknown, path: DiagnosticPath) => path.error(problem, hint);
  return Object.assign(refuse, { isForbidden: true });
}

/** A key that is ignored with a warning. */
export function ignoredKey(said: string, hint: string): Schema<never> {
  return (_value, path) => path.warn(said, hint);
}
