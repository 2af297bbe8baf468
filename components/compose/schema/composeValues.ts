import { mapValues } from "../../input/mapValues.ts";
import {
  boolean,
  isMapping,
  list,
  object,
  plain,
  record,
  refine,
  type Schema,
  show,
  stringLike,
  text,
  union,
} from "../../input/schema.ts";
import { commandLine } from "./commandLine.ts";
import { parseImageName } from "./imageName.ts";

/** What Go's time.ParseDuration takes. */
const durationText = stringLike("a duration", "30s or 1m30s", (value) =>
  /^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$/.test(value),
);

const milliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

export function millisecondsOf(text: string): number {
  const parts = text.matchAll(/([0-9.]+)(ns|us|µs|ms|s|m|h)/gy);
  return [...parts].reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (milliseconds[unit] ?? 0),
    0,
  );
}

/** Docker counts nanoseconds in a signed 64-bit integer. */
const longest = 2 ** 63 / 1e6;

export const duration: Schema<string> = (value, path) =>
  typeof value === "number"
    ? path.error(`must be a duration, but is ${value}`, `write ${value}s if these are seconds`)
    : boundedDuration(value, path);

const boundedDuration: Schema<string> = refine(durationText, (value, path) =>
  millisecondsOf(value) < longest
    ? value
    : path.error(`is ${show(value)}, longer than docker can count`, "write 2562047h at most"),
);

const units: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };

/** Bytes as docker writes them. */
export const size: Schema<string> = written("a size of memory", "64m or 1g", (text) =>
  isCountable(bytes(text)),
);

/** A memory limit or reservation; swarm requires at least 4 MiB. */
export const memory: Schema<string> = written(
  "a size of memory, 4m or more",
  "64m or 1g",
  (text) => isCountable(bytes(text)) && (bytes(text) ?? 0) >= 4 * 1024 ** 2,
);

/** Docker counts bytes in a signed 64-bit integer. */
export function isCountable(count: number | undefined): boolean {
  return count !== undefined && count < 2 ** 63;
}

/** Swarm requires at least 0.001, and counts billionths in a signed 64-bit integer. */
export const cpus: Schema<string> = written(
  "a number of processors, 0.001 or more",
  '"0.5"',
  (text) => /^[0-9]+(\.[0-9]{1,9}0*)?$/.test(text) && Number(text) >= 0.001 && Number(text) < 2 ** 63 / 1e9,
);

/** A string that can also be written as a number. */
function written(what: string, example: string, accept: (text: string) => boolean): Schema<string> {
  const schema = stringLike(what, example, accept);
  return (value, path) => schema(typeof value === "number" ? String(value) : value, path);
}

export function bytes(text: string): number | undefined {
  const [, number, unit = ""] = /^([0-9]+(?:\.[0-9]+)?) ?(?:([kmgtp])(?:i?b)?|b)?$/i.exec(text) ?? [];
  return number === undefined
    ? undefined
    : Math.round(Number(number) * 1024 ** (units[unit.toLowerCase()] ?? 0));
}

/** @param line a command in one string */
function commandOf(line: Schema<string>): Schema<string | readonly string[]> {
  return union<string | readonly string[]>("a text or a list of texts", '["npm", "start"]', {
    text: line,
    list: list(text),
  });
}

export const command = commandOf(text);
const splitCommand = commandOf(commandLine);

/** A key without a value counts as absent. */
export const commandOrNone: Schema<string | readonly string[]> = (value, path) =>
  value === null ? undefined : splitCommand(value, path);

/** A list without duplicates: docker refuses them. */
export function uniqueList(of: Schema<string>): Schema<readonly string[]> {
  return refine(list(of), (items) => [...new Set(items)]);
}

/** One value, or a list without duplicates. */
export function oneOrMore(of: Schema<string>): Schema<readonly string[]> {
  return union<readonly string[]>("a text or a list of texts", "- item", {
    text: refine(of, (value) => [value]),
    list: uniqueList(of),
  });
}

export const uniqueStrings = uniqueList(text);
export const texts = oneOrMore(text);

const aName = stringLike("the name of an image", "nginx:1.29", (value) => value !== "");

/** As written; components/images decides where the image comes from. */
export const image: Schema<string> = (value, path) => {
  if (typeof value !== "string" || value === "") return aName(value, path);
  const name = parseImageName(value);
  return "problem" in name ? path.error(name.problem, name.hint) : value;
};

/** A string, number, boolean or null. */
export const plainOrNull: Schema<string | null> = (value, path) =>
  value === null ? null : plain(value, path);

const variable: Schema<string> = (value, path) =>
  typeof value === "string"
    ? text(value, path)
    : path.error(
        `must be NAME=value, but is ${show(value)}`,
        "write - NAME=value, or NAME: value without - for all",
      );

/** `NAME: value` or `- NAME=value`; null for a name without a value. */
export const openVariables: Schema<Record<string, string | null>> = refine(
  union<Record<string, string | null>>("a mapping or a list of NAME=value", "NAME: value", {
    mapping: record(plainOrNull),
    list: refine(list(variable), (entries) => Object.fromEntries(entries.map(assignment))),
  }),
  (values, path) =>
    "" in values ? path.error("has a value without a name", "write NAME: value, or remove it") : values,
);

/** Environment variables: a name that contains = would become another name. */
export const environment: Schema<Record<string, string | null>> = refine(openVariables, (values, path) => {
  for (const name of Object.keys(values))
    if (name.includes("=")) path.at(name).error("is not a name for a variable", "write it without =");
  return values;
});

function assignment(entry: string): [string, string | null] {
  const at = entry.indexOf("=");
  return at < 0 ? [entry, null] : [entry.slice(0, at), entry.slice(at + 1)];
}

/** The same, with an empty string for a name without a value. */
export const labels: Schema<Record<string, string>> = refine(openVariables, (values) =>
  mapValues(values, (value) => value ?? ""),
);

/** `external: {name: x}` is the legacy form of `external: true` and `name: x`. */
export function definition<T>(of: Schema<T>): Schema<T> {
  return (value, path) => {
    if (value === null) return of({}, path);
    if (!isMapping(value) || !isMapping(value.external)) return of(value, path);
    const old = object({ name: text })(value.external, path.at("external"));
    return of({ ...value, external: true, ...(old?.name === undefined ? {} : { name: old.name }) }, path);
  };
}

/** `false` means the same as no key. */
export const external: Schema<boolean> = refine(boolean, (value) => value || undefined);
