import type { Place } from "../input/place.ts";
import { interpolateText, type Lookup } from "./interpolation.ts";

const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/;
const doubleQuoted = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/;
const singleQuoted = /^'([^']*)'\s*(?:#.*)?$/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * The variables of a file with lines like `NAME=value`, as docker compose reads it: `'…'` is taken as it
 * stands, anything else may use variables, also those of the lines above.
 */
export function parseEnvFile(text: string, lookup: Lookup, place: Place): Record<string, string> {
  const variables: Record<string, string> = {};
  const known: Lookup = (name) => (Object.hasOwn(variables, name) ? variables[name] : lookup(name));
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const here = place.line(index + 1);
    const [, name, written = ""] = assignment.exec(line) ?? [];
    if (name === undefined) here.refuse("is no line like NAME=value", "mend the line, or start it with #");
    else {
      const value = readValue(written, known, here);
      if (value !== undefined) variables[name] = value;
    }
  }
  return variables;
}

function readValue(written: string, lookup: Lookup, place: Place): string | undefined {
  const single = singleQuoted.exec(written);
  if (single) return single[1];
  const double = doubleQuoted.exec(written)?.[1];
  if (double !== undefined)
    return interpolateText(double, lookup, place)?.replace(
      /\\(.)/g,
      (whole, letter) => escapes[letter] ?? whole,
    );
  if (/^["']/.test(written)) return place.refuse("has a quote that is not closed on its line", "close it");
  return interpolateText(written.replace(/(^|\s+)#.*$/, "").trimEnd(), lookup, place);
}
