import type { Place } from "../input/place.ts";
import { isMapping, unreadable } from "../input/shape.ts";
import { YamlMark } from "./yamlMark.ts";

/** Value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** Something in `${…}` that cannot be filled in. */
interface Problem {
  readonly problem: string;
  readonly remedy: string;
}

const opening = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(:?[-?+]|\}))?/g;

/** All texts in a document with their variables filled in, as docker compose does; keys stay as they are. */
export function interpolate(value: unknown, lookup: Lookup, place: Place): unknown {
  if (typeof value === "string") return interpolateText(value, lookup, place) ?? unreadable;
  if (Array.isArray(value)) return value.map((item, index) => interpolate(item, lookup, place.at(index)));
  if (value instanceof YamlMark) return value.with(interpolate(value.value, lookup, place));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, lookup, place.at(key))]),
  );
}

/** Undefined where the place has got a fault. */
export function interpolateText(text: string, lookup: Lookup, place: Place): string | undefined {
  const problems: Problem[] = [];
  const result = fill(text, lookup, problems);
  for (const { problem, remedy } of problems) place.refuse(problem, remedy);
  return problems.length > 0 ? undefined : result;
}

function fill(text: string, lookup: Lookup, problems: Problem[]): string {
  let result = "";
  let rest = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const [whole, dollar, bare, braced, operator] = match;
    result += text.slice(rest, match.index);
    rest = match.index + whole.length;
    if (dollar) result += "$";
    else if (bare ?? (operator === "}" ? braced : undefined))
      result += variable(bare ?? braced ?? "", lookup, problems);
    else if (braced && operator) {
      const end = closing(text, rest);
      if (end === undefined) {
        problems.push({ problem: `has no closing brace for \${${braced}`, remedy: "add the }" });
        return result;
      }
      result += operation(braced, operator, text.slice(rest, end), lookup, problems);
      rest = end + 1;
    } else
      problems.push({
        problem: `has a $ that starts no variable: ${JSON.stringify(text)}`,
        remedy: "write $$ for a $",
      });
    opening.lastIndex = rest;
  }
  return result + text.slice(rest);
}

/** Where the brace that is open at `from` is closed. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let index = from; index < text.length; index++) {
    if (text.startsWith("${", index)) depth++;
    if (text[index] === "}" && --depth === 0) return index;
  }
  return undefined;
}

function variable(name: string, lookup: Lookup, problems: Problem[]): string {
  const value = lookup(name);
  if (value === undefined)
    problems.push({
      problem: `uses the variable ${name}, which is not set`,
      remedy: `set ${name} in the stack's env, or give it a default: \${${name}:-…}`,
    });
  return value ?? "";
}

function operation(
  name: string,
  operator: string,
  word: string,
  lookup: Lookup,
  problems: Problem[],
): string {
  const value = lookup(name);
  const isSet = value !== undefined && (value !== "" || !operator.startsWith(":"));
  // Only the word that is used is looked into: the other one may name what is not set.
  const filled = () => fill(word, lookup, problems);
  if (operator.endsWith("+")) return isSet ? filled() : "";
  if (isSet) return value;
  if (operator.endsWith("-")) return filled();
  problems.push({
    problem: `needs the variable ${name}${word ? `: ${word}` : ", which is not set"}`,
    remedy: `set ${name} in the stack's env`,
  });
  return "";
}
