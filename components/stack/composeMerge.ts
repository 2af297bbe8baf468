import type { Place } from "../input/place.ts";
import { isMapping, show, unreadable } from "../input/shape.ts";
import { commonForms, itemKeys } from "./mergeForms.ts";
import { YamlMark } from "./yamlMark.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** What a later file replaces as a whole. */
const replaced = ["services.*.command", "services.*.entrypoint", "services.*.healthcheck.test"];

/** The first file of a stack, or one by itself: nothing stands before it that its tags could speak of. */
export function settle(value: unknown): unknown {
  if (value instanceof YamlMark) return value.kind === "reset" ? undefined : settle(value.value);
  if (Array.isArray(value)) return value.map(settle).filter((item) => item !== undefined);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, settle(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/**
 * What an earlier file and a later one say together, by the rules of the compose specification:
 * https://docs.docker.com/reference/compose-file/merge/
 *
 * The place is the later file's.
 */
export function mergeFiles(earlier: Mapping, later: Mapping, place: Place): Mapping {
  return mergeMappings(earlier, later, [], place);
}

function mergeMappings(earlier: Mapping, later: Mapping, path: readonly string[], place: Place): Mapping {
  const merged = new Map(Object.entries(earlier));
  for (const [key, value] of Object.entries(later)) {
    const isNew = !merged.has(key) || value instanceof YamlMark;
    const result = isNew ? settle(value) : merge(merged.get(key), value, [...path, key], place.at(key));
    if (result === undefined) merged.delete(key);
    else merged.set(key, result);
  }
  return Object.fromEntries(merged);
}

function merge(earlier: unknown, later: unknown, path: readonly string[], place: Place): unknown {
  const pattern = path.map((key, index) => (index === 1 ? "*" : key)).join(".");
  if (later === unreadable || earlier === unreadable || earlier === null || replaced.includes(pattern))
    return settle(later);
  if (later === null) return typeof earlier === "object" ? earlier : null;
  const form = commonForms[pattern] ?? ((value: unknown) => value);
  const [first, second] = [form(earlier), form(later)];
  if (isMapping(first) && isMapping(second)) {
    // Options of one logging driver mean nothing to another one.
    const drivers = [first.driver, second.driver];
    if (pattern === "services.*.logging" && drivers.every(Boolean) && drivers[0] !== drivers[1])
      return settle(second);
    return mergeMappings(first, second, path, place);
  }
  if (Array.isArray(first) && Array.isArray(second))
    return mergeLists(first, settle(second) as unknown[], itemKeys[pattern]);
  const isPlain = typeof first !== "object" && typeof second !== "object";
  // Of a limit both forms say all; what begins with x- is nobody's.
  if (isPlain || /^services\.\*\.ulimits\.|(^|\.)x-/.test(pattern)) return settle(second);
  place.refuse(
    `is ${show(later)}, but ${show(earlier)} in an earlier file`,
    "write both in the same form, or put !override before this one",
  );
  return unreadable;
}

/** A later item with the key of an earlier one takes its place. */
function mergeLists(
  earlier: readonly unknown[],
  later: readonly unknown[],
  keyOf: (item: unknown) => string | undefined = () => undefined,
): unknown[] {
  const merged = new Map<unknown, unknown>();
  for (const item of [...earlier, ...later]) merged.set(keyOf(item) ?? Symbol("by itself"), item);
  return [...merged.values()];
}
