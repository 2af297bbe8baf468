// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import fc from "fast-check";

/** Characters and texts with a special meaning somewhere, and some without any. */
const odd = [
  ..."\0\t\n\r \u001b\u007f\u0085\u2028\ufeff\u202e\ud800😀é",
  ...["\r\n", "__proto__", "constructor", "toString", "-0", "1e999", "0x10", "0o17", "%"],
  ...["${A}", "$$", "<<", "&a", "*a"],
];

/** The longest repeated part. */
const most = 100_000;

/** Replacements for real numbers: a loop may run up to them. */
const numbers = ["0", "00080", "-1", "65536", "999999999", "99999999999", "9".repeat(400)];

/**
 * Tokens of a language in any order, some thousands of times: a parser that backtracks takes too long for
 * them. Whole valid samples are good tokens too.
 */
export function hostileText(...args: readonly string[]): fc.Arbitrary<string> {
  const word = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...args) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
  );
  const few = fc.array(word, { maxLength: 4 }).map((parts) => parts.join(""));
  const times = fc.constantFrom(1, 1, 2, 3, 30, 1000, 30_000);
  const pumped = fc
    .tuple(few, times)
    .map(([text, count]) => text.repeat(Math.min(count, Math.floor(most / Math.max(text.length, 1)))));
  const joined = fc.array(pumped, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
  const changed = fc.tuple(fc.oneof(joined, word), replacements).map(withNumbers);
  return fc.oneof({ weight: 2, arbitrary: joined }, { weight: 1, arbitrary: changed });
}

/** For each number in turn, its replacement. */
const replacements = fc.array(fc.option(fc.constantFrom(...numbers)), { minLength: 7, maxLength: 7 });

function withNumbers([text, numbers]: [string, (string | null)[]]): string {
  let index = 0;
  return text.replaceAll(/\d+/g, (found) => numbers[index++ % numbers.length] ?? found).slice(0, 4 * most);
}

/** Keys, some of which every object already has. */
const name = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty"),
  fc.constantFrom("", "a", "a b", "\0", "\ud800", "größe"),
  fc.string({ maxLength: 6 }),
);

const scalar = fc.oneof(
  fc.constantFrom(null, true, -0, 0, 1, -1, 0.1, 1e308, Number.MAX_SAFE_INTEGER + 2),
  fc.constantFrom("", " ", "1", "null", "\0", "a:b"),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.integer(),
  fc.double({ noNaN: true }),
);

const { small } = fc.letrec<{ small: unknown }>((tie) => ({
  small: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    scalar,
    fc.array(tie("small"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("small")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const count = fc.constantFrom(100, 2000);

/** Any plain data; some of it long, some of it deep. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 9, arbitrary: small },
  fc.tuple(small, count).map(([value, length]) => Array(length).fill(value)),
  fc
    .tuple(scalar, count)
    .map(([value, length]) => Object.fromEntries(keys(length).map((key) => [key, value]))),
  fc.tuple(scalar, fc.constantFrom(50, 3000)).map(([value, depth]) => nested(value, depth)),
);

function keys(length: number): string[] {
  return Array.from({ length }, (_, key) => `k${key}`);
}

function nested(value: unknown, depth: number): unknown {
  let result = value;
  for (let level = 0; level < depth; level++) result = level % 2 ? [result] : { a: result };
  return result;
}
