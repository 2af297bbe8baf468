import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { show, unreadable } from "../../input/schema.ts";
import { YamlMark } from "../load/yamlTags.ts";
import { commonForms, itemKeys } from "./commonForms.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Values that a later file replaces as a whole. */
const replaced = ["services.*.command", "services.*.entrypoint", "services.*.healthcheck.test"];

/** Resolves the tags of a stack's first or only file, which has no earlier file to change. */
export function resolveMarks(value: unknown): unknown {
  if (value instanceof YamlMark) return value.kind === "reset" ? undefined : resolveMarks(value.value);
  if (Array.isArray(value)) return value.map(resolveMarks).filter((item) => item !== undefined);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolveMarks(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/**
 * Merges two files by the rules of the compose specification:
 * https://docs.docker.com/reference/compose-file/merge/
 *
 * @param path of the later file
 */
export function mergeFiles(earlier: Mapping, later: Mapping, path: DiagnosticPath): Mapping {
  return mergeMappings(earlier, later, [], path);
}

function mergeMappings(
  earlier: Mapping,
  later: Mapping,
  path: readonly string[],
  where: DiagnosticPath,
): Mapping {
  const merged = new Map(Object.entries(earlier));
  for (const [key, value] of Object.entries(later)) {
    const isNew = !merged.has(key) || value instanceof YamlMark;
    const result = isNew ? resolveMarks(value) : merge(merged.get(key), value, [...path, key], where.at(key));
    if (result === undefined) merged.delete(key);
    else merged.set(key, result);
  }
  return Object.fromEntries(merged);
}

function merge(earlier: unknown, later: unknown, path: readonly string[], where: DiagnosticPath): unknown {
  const pattern = path.map((key, index) => (index === 1 ? "*" : key)).join(".");
  if (later === unreadable || earlier === unreadable || earlier === null || replaced.includes(pattern))
    return resolveMarks(later);
  if (later === null) return typeof earlier === "object" ? earlier : null;
  const form = ownOf(commonForms, pattern) ?? ((value: unknown) => value);
  const [first, second] = [form(earlier), form(later)];
  if (isMapping(first) && isMapping(second)) {
    // Options of one logging driver mean nothing to another.
    const drivers = [first.driver, second.driver];
    if (pattern === "services.*.logging" && drivers.every(Boolean) && drivers[0] !== drivers[1])
      return resolveMarks(second);
    return mergeMappings(first, second, path, where);
  }
  if (Array.isArray(first) && Array.isArray(second))
    return mergeLists(first, resolveMarks(second) as unknown[], ownOf(itemKeys, pattern));
  const isPlain = typeof first !== "object" && typeof second !== "object";
  // Either form of a ulimit is complete, and compose does not interpret x- keys.
  if (isPlain || /^services\.\*\.ulimits\.|(^|\.)x-/.test(pattern)) return resolveMarks(second);
  where.error(
    `is ${show(later)}, but ${show(earlier)} in an earlier file`,
    "write both in the same form, or put !override before this one",
  );
  return unreadable;
}

/** A mapping may have a key called toString. */
function ownOf<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** A later item replaces an earlier one with the same key; a text that is there already is not added. */
function mergeLists(
  earlier: readonly unknown[],
  later: readonly unknown[],
  keyOf: (item: unknown) => string | undefined = (item) =>
    typeof item === "string" || typeof item === "number" ? `${typeof item} ${item}` : undefined,
): unknown[] {
  const merged = new Map<unknown, unknown>();
  for (const item of [...earlier, ...later]) merged.set(keyOf(item) ?? Symbol("by itself"), item);
  return [...merged.values()];
}
