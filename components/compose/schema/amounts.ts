import { refine, type Schema, scalarText, show, stringLike } from "../../input/schema.ts";

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Docker compose knows days and weeks, too; docker's own loader does not. */
const hours: Readonly<Record<string, number>> = { d: 24, w: 7 * 24 };

const number = "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)";
const term = new RegExp(`(${number})(ns|us|µs|μs|ms|s|m|h|d|w)`, "gy");
const whole = new RegExp(`^\\+?(?:0|(?:${number}(?:ns|us|µs|μs|ms|s|m|h|d|w))+)$`);

const durationText = stringLike("a duration", "30s or 1m30s", (value) => whole.test(value));

/** Docker counts nanoseconds in a signed 64-bit integer. */
const mostNanoseconds = 2 ** 63;

function nanosecondsOf(text: string): number {
  const terms = text.replace(/^\+/, "").matchAll(term);
  return [...terms].reduce(
    (sum, [, amount, unit = ""]) =>
      sum + Number(amount) * (units[unit] ?? (hours[unit] ?? 0) * (units.h ?? 0)),
    0,
  );
}

export function millisecondsOf(text: string): number {
  return nanosecondsOf(text) / 1e6;
}

/** What Go's time.ParseDuration takes, and days and weeks, which become hours. */
const boundedDuration: Schema<string> = refine(durationText, (value, path) =>
  nanosecondsOf(value) < mostNanoseconds
    ? value.replaceAll(term, (text, amount, unit) =>
        unit in hours ? `${Number(amount) * (hours[unit] ?? 0)}h` : text,
      )
    : path.error(`is ${show(value)}, longer than docker can count`, "write 2562047h at most"),
);

export const duration: Schema<string> = (value, path) =>
  typeof value === "number"
    ? path.error(`must be a duration, but is ${value}`, `write ${value}s if these are seconds`)
    : boundedDuration(value, path);

const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };

/** As docker counts them: https://github.com/docker/go-units/blob/v0.5.0/size.go */
export function bytes(text: string): number | undefined {
  const form = /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]{1,3})? ?(?:([kmgtp])(?:i?b)?|b)?$/i;
  const [, amount, exponent = "", unit = ""] = form.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Math.trunc(Number(amount + exponent) * 1024 ** (powers[unit.toLowerCase()] ?? 0));
}

/** Docker counts bytes in a signed 64-bit integer. */
export function isCountable(count: number | undefined): boolean {
  return count !== undefined && count < 2 ** 63;
}

/** A string that can also be written as a number; the hint for `512Mi` is `512MiB`. */
function written(what: string, example: string, accept: (text: string) => boolean): Schema<string> {
  const schema = stringLike(what, example, accept);
  return (value, path) => {
    const text = typeof value === "number" ? String(value) : value;
    const whole = typeof text === "string" && /[kmgtp]i$/i.test(text) ? `${text}B` : undefined;
    if (whole === undefined || !accept(whole)) return schema(text, path);
    return path.error(`must be ${what}, but is ${show(value)}`, `write ${whole}`);
  };
}

/** Bytes as docker writes them. */
export const size: Schema<string> = written("a size of memory", "64m or 1g", (text) =>
  isCountable(bytes(text)),
);

const leastMemory = 4 * 1024 ** 2;

/** A memory limit or reservation; swarm requires at least 4 MiB, and 0 means none. */
export const memory: Schema<string> = written("a size of memory, 4m or more", "64m or 1g", (text) => {
  const count = bytes(text) ?? -1;
  return isCountable(count) && (count === 0 || count >= leastMemory);
});

/** Billionths of a processor; undefined if it is no number, or has a fraction of a billionth. */
export function nanoCpus(text: string): number | undefined {
  const [, over, under] = /^\+?([0-9]{1,30})\/([0-9]{1,30})$/.exec(text) ?? [];
  if (over !== undefined && under !== undefined) return quotient(BigInt(over) * 10n ** 9n, BigInt(under));
  const form = /^\+?(?=\.?[0-9])([0-9]{0,30})\.?([0-9]{0,30})(?:e([-+]?[0-9]{1,2}))?$/i;
  const [whole, before = "", after = "", exponent = "0"] = form.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const power = 9 - after.length + Number(exponent);
  const digits = BigInt(before + after);
  return power < 0 ? quotient(digits, 10n ** BigInt(-power)) : Number(digits * 10n ** BigInt(power));
}

function quotient(over: bigint, under: bigint): number | undefined {
  return under > 0n && over % under === 0n ? Number(over / under) : undefined;
}

const isCpus = (text: string) => {
  const count = nanoCpus(text) ?? -1;
  return count === 0 || (count >= 1e6 && count < 2 ** 63);
};

const someCpus = written("a number of processors, 0.001 or more", '"0.5"', isCpus);

/** Swarm requires at least 0.001, and 0 means none; docker refuses more than nine decimals. */
export const cpus: Schema<string> = (value, path) => {
  const text = scalarText(value);
  const [, short] = /^([0-9]{0,9}\.[0-9]{9})[0-9]+$/.exec(text) ?? [];
  if (short === undefined || !isCpus(short) || isCpus(text)) return someCpus(value, path);
  return path.error(`is ${show(value)}, but docker takes nine decimals`, `write "${short}"`);
};
