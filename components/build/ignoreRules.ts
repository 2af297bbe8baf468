import { posix } from "node:path";

/** Which rules have matched a directory: all below it is matched by them as well. */
export type Matches = readonly boolean[];

interface Rule {
  readonly pattern: string;
  /** It begins with `!` and brings back what a rule before it has left out. */
  readonly brings: boolean;
  readonly matches: (path: string) => boolean;
}

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
    this.rules = text
      .replace(/^\ufeff/, "")
      .split(/\r?\n/)
      .filter((line) => !line.startsWith("#") && line.trim() !== "")
      .map(ruleOf);
    const brought = this.rules
      .filter(({ brings }) => brings)
      .map(({ pattern }) => pattern.replace(/\/\*\*$/, "").replace(/\/\*$/, ""));
    this.beginnings = brought.some((pattern) => special.test(pattern)) ? undefined : brought;
  }

  /** @param above what matched the directory that it is in */
  look(path: string, above: Matches): { readonly ignored: boolean; readonly matches: Matches } {
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

function ruleOf(line: string): Rule {
  const written = line.trim();
  const brings = written.startsWith("!");
  const words = written.slice(brings ? 1 : 0).trim();
  if (words === "") throw new Error('"!" names nothing');
  const clean = posix.normalize(words).replace(/(?<=.)\/$/, "");
  const pattern = clean.length > 1 ? clean.replace(/^\//, "") : clean;
  try {
    return { pattern, brings, matches: matcher(pattern) };
  } catch {
    throw new Error(`${JSON.stringify(written)} is no pattern`);
  }
}

function matcher(pattern: string): (path: string) => boolean {
  const isSuffix = pattern.startsWith("**");
  const rest = pattern.slice(isSuffix ? 2 : 0);
  if (isSuffix && !/[*?[\]\\]/.test(rest))
    // Also without a slash behind the stars: **log ends catalog.
    return (path) => path.endsWith(rest) || (rest.startsWith("/") && path === rest.slice(1));
  const expression = new RegExp(`^${[...parts(pattern)].join("")}$`, "s");
  return (path) => expression.test(path);
}

/** The pattern as a regular expression, piece by piece. */
function* parts(pattern: string): Generator<string> {
  const tokens = pattern.match(/\*\*\/?|\\.|./gsu) ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token.startsWith("**")) yield index === tokens.length - 1 ? ".*" : "(.*/)?";
    else if (token === "*") yield "[^/]*";
    else if (token === "?") yield "[^/]";
    else if (/^[.+()|{}$/]$/.test(token)) yield `\\${token}`;
    else yield token;
  }
}
