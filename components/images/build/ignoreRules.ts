import { posix } from "node:path";
import { LinearPattern } from "./linearPattern.ts";

/** Which rules have matched a directory: all below it is matched by them as well. */
export type Matches = readonly boolean[];

interface Rule {
  readonly pattern: string;
  /** It begins with `!` and brings back what a rule before it has left out. */
  readonly brings: boolean;
  readonly matches: Matcher;
}

interface Matcher {
  (path: string): boolean;
  /** How long its pattern is with all repetitions written out, where it has any. */
  readonly size?: number;
}

/** Each file is compared with each of them. */
const mostRules = 1000;
/** Of all patterns together; more takes long, and memory. */
const mostSize = 100_000;

const special = /[*[\]?^\\]/;

/**
 * A `.dockerignore` file, read as the builder reads it.
 *
 * https://github.com/moby/patternmatcher/blob/v0.6.1/patternmatcher.go, and for directories
 * https://github.com/tonistiigi/fsutil/blob/master/filter.go
 */
export class IgnoreRules {
  private readonly rules: readonly Rule[];
  /** What the rules bring back begins with one of these; undefined where that cannot be told. */
  private readonly beginnings: readonly string[] | undefined;

  constructor(text: string) {
    const lines = text
      .replace(/^\ufeff/, "")
      .split(/\r?\n/)
      .filter((line) => !line.startsWith("#") && line.trim() !== "");
    if (lines.length > mostRules) throw new Error(`has ${lines.length} patterns, but may have ${mostRules}`);
    let size = 0;
    this.rules = lines.flatMap((line) => {
      const rules = ruleOf(line);
      for (const { matches } of rules) size += matches.size ?? 0;
      if (size <= mostSize) return rules;
      throw new Error(
        `has more than ${mostSize} characters in patterns with wildcards, with repetitions written out`,
      );
    });
    const brought = this.rules
      .filter(({ brings }) => brings)
      .map(({ pattern }) => pattern.replace(/\/\*\*$/, "").replace(/\/\*$/, ""));
    this.beginnings = brought.some((pattern) => special.test(pattern)) ? undefined : brought;
  }

  /** @param above what matched the directory that it is in */
  match(path: string, above: Matches): { readonly ignored: boolean; readonly matches: Matches } {
    let ignored = false;
    const matches = this.rules.map((rule, index) => {
      const matched = above[index] || (rule.brings === ignored && rule.matches(path));
      if (matched) ignored = !rule.brings;
      return matched;
    });
    return { ignored, matches };
  }

  /** Whether something below an ignored directory may be brought back. */
  bringsBackBelow(directory: string): boolean {
    return this.beginnings?.some((beginning) => `${beginning}/`.startsWith(`${directory}/`)) ?? true;
  }
}

/** Read twice, as the builder does: /!a is !a to it. */
function ruleOf(line: string): Rule[] {
  const written = line.trim();
  const sign = written.startsWith("!") ? "!" : "";
  const path = clean(written.slice(sign.length).trim());
  const text = clean((sign + (path.length > 1 ? path.replace(/^\//, "") : path)).trim());
  if (text === "") return [];
  const brings = text.startsWith("!");
  const pattern = text.slice(brings ? 1 : 0);
  if (pattern === "") throw new Error(`${JSON.stringify(written)} names nothing`);
  try {
    return [{ pattern, brings, matches: matcher(pattern) }];
  } catch {
    throw new Error(`${JSON.stringify(written)} is no pattern`);
  }
}

/** The shortest form of a path, without a slash at its end. */
function clean(path: string): string {
  return path === "" ? "" : posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function matcher(pattern: string): Matcher {
  const plain = (text: string) => !/[*?[\]\\]/.test(text);
  if (plain(pattern)) return (path) => path === pattern;
  if (pattern.startsWith("**") && plain(pattern.slice(2))) {
    const end = pattern.slice(2);
    // Also without a slash behind the stars: **log ends catalog.
    return (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1));
  }
  if (pattern.endsWith("**") && plain(pattern.slice(0, -2)))
    return (path) => path.startsWith(pattern.slice(0, -2));
  const expression = new LinearPattern([...parts(pattern)].join(""));
  return Object.assign((path: string) => expression.test(path), { size: expression.size });
}

/** The pattern as a regular expression, piece by piece. */
function* parts(pattern: string): Generator<string> {
  const tokens = pattern.match(/\*\*\/?|\\.|./gsu) ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token.startsWith("**")) yield index === tokens.length - 1 ? ".*" : "(.*/)?";
    else if (token === "*") yield "[^/]*";
    else if (token === "?") yield "[^/]";
    // Not | { }: the builder, too, leaves them their meaning.
    else if (/^[.+()$]$/.test(token)) yield `\\${token}`;
    else yield token;
  }
}
