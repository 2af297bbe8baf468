import { isMapping, mapValues } from "../../input/mapping.ts";
import {
  boolean,
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

/** @param line a command in one string */
function commandOf(line: Schema<string>): Schema<string | readonly string[]> {
  return union<string | readonly string[]>("a string or a list of strings", '["npm", "start"]', {
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
  return union<readonly string[]>("a string or a list of strings", "- item", {
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

/** Docker refuses an option without a value. */
export const driverOptions: Schema<Record<string, string>> = record((value, path) =>
  value === null ? path.error("has no value", 'write "" for an empty one') : plain(value, path),
);

/** A name in the swarm that is not derived from a key. */
export const fullName = stringLike("a name of letters, digits, -, _ and .", "shop-data", (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
);
