import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { Limit } from "../../input/userFile.ts";
import { bounded, interpolateText, type Lookup } from "./interpolation.ts";

const blank = /(?:\s|#.*$)+/my;
const start = /(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]+)[ \t]*(?:([=:])[ \t]*|$)/muy;
const quoted = /(["'])((?:\\[\s\S]|(?!\1)[^\\])*)\1[ \t]*(?:#.*)?$/my;
const line = /.*$/my;
const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  '"': '"',
  "\\": "\\",
  // Interpolation runs later and turns `$$` into `$`.
  $: "$$",
};

/** Far above any real env file; a larger file is something else. */
export const envFile: Limit = {
  of: "a file of variables",
  bytes: 1024 * 1024,
  hint: "name the right file, or bring the content as a config",
};

/**
 * Parses `NAME=value` lines as docker compose does: a name alone takes its value from the environment; `'…'`
 * is literal, anything else may use variables, also those of earlier lines; quoted values may span lines.
 *
 * No message shows a value, because it may be a secret.
 */
export function parseEnvFile(written: string, lookup: Lookup, path: DiagnosticPath): Record<string, string> {
  if (hasNul(written, path)) return {};
  const text = unified(written);
  const variables = new Map<string, string>();
  const known = bounded((name) => lookup(name) ?? variables.get(name), path);
  let at = 0;
  let lineNumber = 1;
  /** Consumes the text at the cursor if it matches. */
  const take = (form: RegExp) => {
    form.lastIndex = at;
    const match = form.exec(text);
    if (!match) return [];
    lineNumber += match[0].split("\n").length - 1;
    at = form.lastIndex;
    return match;
  };
  for (take(blank); at < text.length; take(blank)) {
    const here = path.line(lineNumber);
    const [, name, sign] = take(start);
    const [, quote, inside = ""] = sign ? take(quoted) : [];
    const [rest = ""] = quote ? [] : take(line);
    if (name === undefined) here.error("is not a line like NAME=value", "fix the line, or start it with #");
    else {
      const value = sign ? readValue({ name, quote, inside, rest }, known, here) : lookup(name);
      if (value !== undefined) variables.set(name, value);
    }
  }
  return Object.fromEntries(variables);
}

/** Parses the lines literally, without quotes, comments after values, and variables: `format: raw`. */
export function parseRawEnvFile(
  written: string,
  lookup: Lookup,
  path: DiagnosticPath,
): Record<string, string> {
  if (hasNul(written, path)) return {};
  const entries = unified(written)
    .split("\n")
    .flatMap((raw, index) => {
      const text = raw.trimStart();
      if (text === "" || text.startsWith("#")) return [];
      const [, name = "", value] = /^([^=]*)(?:=(.*))?$/.exec(text) ?? [];
      if (!/^\S+$/.test(name))
        path.line(index + 1).error("is not a line like NAME=value", "fix the line, or start it with #");
      const found = value ?? lookup(name);
      return found === undefined ? [] : [[name, found] as const];
    });
  return Object.fromEntries(entries);
}

function hasNul(text: string, path: DiagnosticPath): boolean {
  const at = text.indexOf("\0");
  if (at < 0) return false;
  const line = text.slice(0, at).split("\n").length;
  path.line(line).error("has a NUL character, which no program can be given", "remove it");
  return true;
}

/** Removes the byte order mark and normalizes line ends. */
function unified(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

interface Written {
  readonly name: string;
  readonly quote: string | undefined;
  readonly inside: string;
  readonly rest: string;
}

function readValue(written: Written, lookup: Lookup, path: DiagnosticPath): string | undefined {
  const { name, quote, inside, rest } = written;
  if (quote === "'") return inside.replaceAll("\\'", "'");
  if (quote) {
    const unescaped = inside.replaceAll(/\\(0[0-7]{3}|[\s\S])/g, (whole, sign) =>
      sign.length > 1 ? octal(sign) : (escapes[sign] ?? whole),
    );
    return interpolateText(unescaped, lookup, path);
  }
  if (/^["']/.test(rest))
    return path.error(
      `gives ${name} a quote that is not closed, or text after it`,
      "close it at the end of the value, and write \\ before a quote inside",
    );
  // `#ff8800` and `a#b` are values; a comment follows a blank.
  const [value = ""] = rest.split(" #", 1);
  return interpolateText(value.trimEnd(), lookup, path);
}

/** `0101` is A; interpolation runs later. */
function octal(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8) & 0xff).replace("$", "$$$$");
}
