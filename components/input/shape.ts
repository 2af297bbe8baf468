import type { Place } from "./place.ts";
import { closest } from "./spelling.ts";

/** Reads a value of unknown kind: gives it back in its normal form, or notes what is wrong with it. */
export type Shape<T> = ((value: unknown, place: Place) => T | undefined) & {
  /** True where no value is right. */
  readonly refuses?: boolean;
};

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]?: F[K] extends Shape<infer T> ? T : never };

/** Stands for a value whose fault is already noted. */
export const unreadable = Symbol("unreadable");

export function read<T>(shape: Shape<T>, value: unknown, place: Place): T | undefined {
  return value === unreadable ? undefined : shape(value, place);
}

/** A text, number or truth value as a text; anything else is as good as none: a mapping may have a key toString. */
export function wordOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** How a value looks in a message. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function mismatch(value: unknown, place: Place, what: string, example: string): undefined {
  return place.refuse(`must be ${what}, but is ${show(value)}`, `write for example ${example}`);
}

/** Any text; numbers and truth values are asked for in quotes. */
export const text: Shape<string> = (value, place) => {
  if (typeof value === "string") return sound(value, place);
  if (typeof value !== "number" && typeof value !== "boolean")
    return mismatch(value, place, "a text", '"text"');
  return place.refuse(`must be a text, but is ${show(value)}`, `put it in quotes: "${value}"`);
};

/** What can be handed to a program and written to a file as it is. */
function sound(value: string, place: Place): string | undefined {
  if (value.includes("\0"))
    return place.refuse("has a NUL character, which no program can be given", "remove it");
  return value.isWellFormed()
    ? value
    : place.refuse("has half of a character (a lone surrogate)", "write the whole character, or remove it");
}

/** A text in a form of its own. */
export function textLike(what: string, example: string, accept: (value: string) => boolean): Shape<string> {
  return (value, place) =>
    typeof value === "string" && accept(value) ? sound(value, place) : mismatch(value, place, what, example);
}

/** A text, or a number or truth value that is as good as its text. */
export const plain: Shape<string> = (value, place) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : text(value, place);

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (value, place) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const near = typeof value === "string" ? closest(value, words) : undefined;
    const known = words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : words[0];
    const choice = near ?? (words.length > 1 ? "one of these words" : words[0]);
    return place.refuse(`must be ${known}, but is ${show(value)}`, `write ${choice}`);
  };
}

/** A whole number, also one that came as text out of a variable. */
export function integer(
  from: number,
  to: number = Number.MAX_SAFE_INTEGER,
  example: number | string = Math.max(from, 1),
): Shape<number> {
  const range = to === Number.MAX_SAFE_INTEGER ? `, ${from} or more` : ` from ${from} to ${to}`;
  return (value, place) => {
    const number = typeof value === "string" && /^-?[0-9]+$/.test(value) ? Number(value) : value;
    if (Number.isSafeInteger(number) && Number(number) >= from && Number(number) <= to) return Number(number);
    return mismatch(value, place, `a whole number${range}`, String(example));
  };
}

export function decimal(from: number, to: number): Shape<number> {
  return (value, place) => {
    const number = typeof value === "string" && /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && number >= from && number <= to) return number;
    return mismatch(value, place, `a number from ${from} to ${to}`, String(to));
  };
}

/** The words that docker reads as true and false. */
export const flag: Shape<boolean> = (value, place) => {
  const word = typeof value === "object" ? "" : String(value).toLowerCase();
  if (["true", "yes", "y", "on"].includes(word)) return true;
  if (["false", "no", "n", "off"].includes(word)) return false;
  return mismatch(value, place, "true or false", "true");
};

export function list<T>(of: Shape<T>, example = "- item"): Shape<T[]> {
  return (value, place) => {
    if (typeof value === "string" || typeof value === "number")
      return place.refuse(`must be a list, but is ${show(value)}`, `write it as a list: [${show(value)}]`);
    if (!Array.isArray(value)) return mismatch(value, place, "a list", example);
    return value
      .map((item, index) => read(of, item, place.at(index)))
      .filter((item) => item !== undefined) as T[];
  };
}

/** A list or a mapping that is not longer than anybody needs; what is, would only take long. */
export function atMost<T>(most: number, what: string, shape: Shape<T>): Shape<T> {
  return (value, place) => {
    const count = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
    return count > most
      ? place.abandon(`has ${count} ${what}, but may have ${most}`, `write fewer ${what}`)
      : shape(value, place);
  };
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A mapping with free keys. */
export function mapping<T>(
  of: Shape<T>,
  key: Shape<string> = text,
  example = "key: value",
): Shape<Record<string, T>> {
  return (value, place) => {
    if (!isMapping(value)) return mismatch(value, place, "a mapping", example);
    const entries = Object.entries(value).map(([name, item]) => {
      const below = place.at(name);
      return [key(name, below), read(of, item, below)] as const;
    });
    return Object.fromEntries(
      entries.filter(([name, item]) => name !== undefined && item !== undefined),
    ) as Record<string, T>;
  };
}

/** A mapping with known keys, all optional but those with an example of what to write; `x-…` is nobody's. */
export function fields<F extends Fields>(
  known: F,
  required: Readonly<Record<string, string>> = {},
  example = `${Object.keys(known)[0]}: …`,
): Shape<Read<F>> {
  return (value, place) => {
    if (!isMapping(value)) return mismatch(value, place, "a mapping", example);
    for (const [key, sample] of Object.entries(required))
      if (!(key in value)) place.at(key).refuse("is missing", `write for example ${key}: ${sample}`);
    const entries = Object.entries(value)
      .filter(([key]) => !key.startsWith("x-"))
      .map(([key, item]) => {
        const shape = Object.hasOwn(known, key) ? known[key] : undefined;
        return [key, shape ? read(shape, item, place.at(key)) : unknownKey(key, known, place)] as const;
      });
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as Read<F>;
  };
}

function unknownKey(key: string, fields: Fields, place: Place): undefined {
  const known = Object.keys(fields).filter((name) => !fields[name]?.refuses);
  const near = closest(key, known);
  const choice = known.length > 12 ? "remove it" : `remove it; known here: ${known.sort().join(", ")}`;
  return place.at(key).refuse("is unknown", near ? `did you mean ${near}?` : choice);
}

/** A value that may be written in more than one way. */
export function either<T>(
  what: string,
  example: string,
  ways: { readonly text?: Shape<T>; readonly list?: Shape<T>; readonly mapping?: Shape<T> },
): Shape<T> {
  return (value, place) => {
    const kind = Array.isArray(value) ? "list" : isMapping(value) ? "mapping" : "text";
    const way =
      kind === "text" && typeof value !== "string" && typeof value !== "number" ? undefined : ways[kind];
    return way ? way(value, place) : mismatch(value, place, what, example);
  };
}

/** A shape whose value is checked or changed further. */
export function then<A, B>(shape: Shape<A>, next: (value: A, place: Place) => B | undefined): Shape<B> {
  return (value, place) => {
    const first = shape(value, place);
    return first === undefined ? undefined : next(first, place);
  };
}

/** A key that is never right. */
export function refused(problem: string, remedy: string): Shape<never> {
  const refuse = (_value: unknown, place: Place) => place.refuse(problem, remedy);
  return Object.assign(refuse, { refuses: true });
}

/** A key that nothing is done with, which is told. */
export function leftOut(said: string, remedy: string): Shape<never> {
  return (_value, place) => place.note(said, remedy);
}
