import { posix } from "node:path";
import { LinearPattern } from "./linearPattern.ts";

/** The rules that have matched a directory; they also match everything below it. */
export type Matches = readonly boolean[];

interface Rule {
  readonly pattern: string;
  /** Begins with `!` and includes what an earlier rule excluded. */
  readonly brings: boolean;
  readonly matches: Matcher;
}

interface Matcher {
  (path: string): boolean;
  /** Length of the pattern with all repetitions written out; undefined without repetitions. */
  readonly size?: number;
}

/** Every file is compared with every rule. */
const mostRules = 1000;
/** For all patterns together; more would take long, and much memory. */
const mostSize = 100_000;

const special = /[*[\]?^\\]/;

/**
 * A `.dockerignore` file, interpreted as the builder does:
 * https://github.com/moby/patternmatcher/blob/v0.6.1/patternmatcher.go, and for directories
 * https://github.com/tonistiigi/fsutil/blob/master/filter.go
 */
export class IgnoreRules {
  private readonly rules: readonly Rule[];
  /** Prefixes of all paths that `!` rules can match; undefined if a pattern is too general. */
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

  /** @param above the rules that matched the parent directory */
  match(path: string, above: Matches): { readonly ignored: boolean; readonly matches: Matches } {
    let ignored = false;
    const matches = this.rules.map((rule, index) => {
      const matched = above[index] || (rule.brings === ignored && rule.matches(path));
      if (matched) ignored = !rule.brings;
      return matched;
    });
    return { ignored, matches };
  }

  /** Whether a `!` rule can include something below an ignored directory. */
  bringsBackBelow(directory: string): boolean {
    return this.beginnings?.some((beginning) => `${beginning}/`.startsWith(`${directory}/`)) ?? true;
  }
}

/** Parsed twice, as in the builder: /!a means !a. */
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
    throw new Error(`${JSON.stringify(written)} is not a pattern`);
  }
}

/** The shortest form of a path, without a trailing slash. */
function clean(path: string): string {
  return path === "" ? "" : posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function matcher(pattern: string): Matcher {
  const plain = (text: string) => !/[*?[\]\\]/.test(text);
  if (plain(pattern)) return (path) => path === pattern;
  if (pattern.startsWith("**") && plain(pattern.slice(2))) {
    const end = pattern.slice(2);
    // Without a slash after the stars, too: **log matches catalog.
    return (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1));
  }
  if (pattern.endsWith("**") && plain(pattern.slice(0, -2)))
    return (path) => path.startsWith(pattern.slice(0, -2));
  const expression = new LinearPattern([...parts(pattern)].join(""));
  return Object.assign((path: string) => expression.test(path), { size: expression.size });
}

/** Converts the pattern to a regular expression, piece by piece. */
function* parts(pattern: string): Generator<string> {
  const tokens = pattern.match(/\*\*\/?|\\.|./gsu) ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token.startsWith("**")) yield index === tokens.length - 1 ? ".*" : "(.*/)?";
    else if (token === "*") yield "[^/]*";
    else if (token === "?") yield "[^/]";
    // Not | { }: the builder does not escape them either.
    else if (/^[.+()$]$/.test(token)) yield `\\${token}`;
    else yield token;
  }
}
