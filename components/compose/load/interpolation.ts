import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping, mapValues } from "../../input/mapping.ts";
import { unreadable } from "../../input/schema.ts";
import { YamlMark } from "./yamlTags.ts";

/** Value of a variable; undefined if it is not set. */
export type Lookup = (name: string) => string | undefined;

/** Characters in one text, and in all that variables add to a stack. No system call takes a longer text. */
const most = { text: 1024 * 1024, inAll: 4 * 1024 * 1024, problems: 10 };

/** Variables that refer to one another can double in size each time; reports when the total is too large. */
export function bounded(lookup: Lookup, path: DiagnosticPath): Lookup {
  let left = most.inAll;
  return (name) => {
    const value = lookup(name);
    left -= value?.length ?? 0;
    if (left >= 0) return value;
    return path.abandon(
      `brings in more than ${most.inAll} characters of variables`,
      "name fewer large variables, or bring their contents in as files under configs",
    );
  };
}

interface Problem {
  readonly problem: string;
  readonly hint: string;
}

/** Findings of one interpolation: invalid `${…}`, unset variables, and signs that stay. */
interface Found {
  readonly problems: Problem[];
  readonly unset: Set<string>;
  readonly lone: Problem[];
}

const nothingFound = (): Found => ({ problems: [], unset: new Set(), lone: [] });

/** Limits the time that one text takes. */
const deepest = 50;

const tooLong: Problem = {
  problem: `has more than ${most.text} characters when its variables are filled in`,
  hint: "bring large contents in as files under configs",
};

const opening = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(:?[-?+]|\}))?/g;

/** Interpolates all strings of a document as docker compose does; keys stay as they are. */
export function interpolate(value: unknown, lookup: Lookup, path: DiagnosticPath): unknown {
  if (typeof value === "string") return interpolateText(value, lookup, path) ?? unreadable;
  if (Array.isArray(value)) return value.map((item, index) => interpolate(item, lookup, path.at(index)));
  if (value instanceof YamlMark) return value.with(interpolate(value.value, lookup, path));
  if (!isMapping(value)) return value;
  return mapValues(value, (item, key) => interpolate(item, lookup, path.at(key)));
}

/** Undefined if the text has an error, which `path` has reported. */
export function interpolateText(text: string, lookup: Lookup, path: DiagnosticPath): string | undefined {
  const found = nothingFound();
  const result = fill(text, lookup, found);
  const [lone] = found.lone;
  // `$2y$10$Abc`: compose takes the end of a hash for a variable.
  if (lone && found.problems.length === 0 && isCutOff(text, found.unset)) found.problems.push(lone);
  for (const { problem, hint } of found.problems) path.error(problem, hint);
  if (found.problems.length > 0) return undefined;
  if (lone) path.warn(`${lone.problem}; it stays a $`, lone.hint);
  // https://docs.docker.com/reference/compose-file/interpolation/ asks for a warning and the empty string.
  for (const name of found.unset)
    path.warn(
      `uses the variable ${name}, which is not set and counts as empty`,
      `set ${name} in the stack's env, or give it a default: \${${name}:-}`,
      { explains: true },
    );
  return result;
}

function fill(text: string, lookup: Lookup, found: Found, depth = 0): string {
  if (depth > deepest) {
    found.problems.push({
      problem: `has more than ${deepest} variables inside one another`,
      hint: "write the value without them",
    });
    return "";
  }
  let result = "";
  let rest = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const [whole, dollar, bare, braced, operator] = match;
    result += text.slice(rest, match.index);
    rest = match.index + whole.length;
    if (dollar) result += "$";
    else if (bare ?? (operator === "}" ? braced : undefined))
      result += variable(bare ?? braced ?? "", lookup, found);
    else if (braced && operator) {
      const end = closing(text, rest);
      if (end === undefined) {
        found.problems.push({ problem: `has no closing brace for \${${braced}`, hint: "add the }" });
        return result;
      }
      result += operation(braced, operator, { word: text.slice(rest, end), depth }, lookup, found);
      rest = end + 1;
    } else if (text[rest] === "{") found.problems.push(loneDollar(text.slice(rest)));
    else {
      found.lone.push(loneDollar(text.slice(rest, rest + 4)));
      result += "$";
    }
    const isTooLong = result.length > most.text;
    if (isTooLong) found.problems.push(tooLong);
    // Further problems would most likely repeat these.
    if (isTooLong || found.problems.length >= most.problems) return "";
    opening.lastIndex = rest;
  }
  return result + text.slice(rest);
}

/** Whether one word has both a sign that stays and, at its end, a variable that is not set. */
function isCutOff(text: string, unset: ReadonlySet<string>): boolean {
  const parts = text.match(/[^\s"'`]+/g) ?? [];
  return parts.some((part) => {
    const start = part.search(/\$[0-9]/);
    const names = start < 0 ? [] : part.slice(start).matchAll(/\$([A-Za-z_][A-Za-z0-9_]*)/g);
    return [...names].some(([, name = ""]) => unset.has(name));
  });
}

/** Quotes only a few characters: the value may be a secret. */
function loneDollar(rest: string): Problem {
  const [, name, operator] = /^\{([A-Za-z_][A-Za-z0-9_]*)([\s\S]{0,2})/.exec(rest) ?? [];
  if (operator === "") return { problem: `has no closing brace for \${${name}`, hint: "add the }" };
  if (name)
    return {
      problem: `has ${JSON.stringify(operator)} after \${${name}, which compose does not know`,
      hint: "use }, :-, -, :?, ?, :+ or +; or write $$ for a $",
    };
  const where = rest === "" ? "at its end" : `before ${JSON.stringify(rest.slice(0, 4))}`;
  return { problem: `has a $ that starts no variable, ${where}`, hint: "write $$ for a $" };
}

/** Position of the brace that closes the one opened before `from`. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let index = from; index < text.length; index++) {
    if (text.startsWith("${", index)) depth++;
    if (text[index] === "}" && --depth === 0) return index;
  }
  return undefined;
}

function variable(name: string, lookup: Lookup, found: Found): string {
  const value = lookup(name);
  if (value === undefined) found.unset.add(name);
  return value ?? "";
}

function operation(
  name: string,
  operator: string,
  { word, depth }: { readonly word: string; readonly depth: number },
  lookup: Lookup,
  found: Found,
): string {
  const value = lookup(name);
  const isSet = value !== undefined && (value !== "" || !operator.startsWith(":"));
  // Interpolate only the alternative that is used: the other one may name unset variables.
  const filled = () => fill(word, lookup, found, depth + 1);
  if (operator.endsWith("+")) return isSet ? filled() : "";
  if (isSet) return value;
  if (operator.endsWith("-")) return filled();
  const state = value === undefined ? "not set" : "empty";
  const reason = word === "" ? "" : `: ${fill(word, lookup, nothingFound(), depth + 1)}`;
  found.problems.push({
    problem: `needs the variable ${name}, which is ${state}${reason}`,
    hint: `set ${name} in the stack's env`,
  });
  return "";
}
