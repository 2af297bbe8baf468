/**
 * A value that a template can show: a struct is an object, a map of strings a Map, or null if it was never made; a nil pointer
 * is undefined; a method is a function.
 */
export type Value = unknown;

/** Go refuses to read a field of nil; docker then ends with 1. */
export class NilField extends Error {}

type Scope = ReadonlyMap<string, Value>;
/** Renders in the scope `$NAME`, where `.` is the empty name. */
type Part = (scope: Scope) => string;
interface Block {
  readonly parts: Part[];
  /** The action that ended it: `end`, `else`, or nothing at the end of the text. */
  readonly end: string;
}

const words = /"(?:[^"\\]|\\.)*"|\(|\)|:=|,|[^\s()",]+/g;
const isTrue = (value: Value): boolean =>
  value instanceof Map ? value.size > 0 : Array.isArray(value) ? value.length > 0 : Boolean(value);
const shown = (value: Value): string => {
  if (typeof value === "object") throw new Error(`a template shows ${JSON.stringify(value)} without json`);
  return value === undefined ? "<no value>" : String(value);
};
/** For JSON.stringify. */
export const plain = (_: string, value: Value) =>
  value instanceof Map ? Object.fromEntries([...value].sort()) : value;

const functions: Readonly<Record<string, (...values: Value[]) => Value>> = {
  index: (map, key) => {
    if (map === null) return "";
    if (map instanceof Map) return map.get(key) ?? "";
    if (map === undefined) throw new NilField(`index of untyped nil: ${key}`);
    throw new Error(`index of ${JSON.stringify(map)}`);
  },
  json: (value) => JSON.stringify(value ?? null, plain),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  eq: (one, other) => one === other,
  print: (...values) => values.map(shown).join(""),
  println: (...values) => `${values.map(shown).join(" ")}\n`,
};

/** The value at a path such as `.Spec.Labels` or `$value.ID`. */
function fieldOf(path: string, scope: Scope): Value {
  const [start = "", ...fields] = path.split(".");
  if (!scope.has(start)) throw new Error(`${path}: the template does not declare ${start}`);
  return fields.filter(Boolean).reduce<Value>((value, field) => {
    if (value === undefined) throw new NilField(`${path}: nil pointer evaluating ${field}`);
    if (typeof value !== "object" || value === null || value instanceof Map || !(field in value))
      throw new Error(`${path}: ${field} is not a field that the fake swarm knows`);
    return (value as Readonly<Record<string, Value>>)[field];
  }, scope.get(start));
}

function evaluate(tokens: string[], scope: Scope): Value {
  const operands: Value[] = [];
  const [first = ""] = tokens;
  const call = Object.hasOwn(functions, first) ? functions[tokens.shift() ?? ""] : undefined;
  while (tokens.length > 0) {
    const token = tokens.shift() ?? "";
    if (token === ")") break;
    if (token === "(") operands.push(evaluate(tokens, scope));
    else if (token.startsWith('"')) operands.push(JSON.parse(token));
    else if (/^\d+$/.test(token)) operands.push(Number(token));
    else if (/^[.$]/.test(token)) operands.push(fieldOf(token, scope));
    else throw new Error(`${token} is not a function that the fake swarm knows`);
  }
  if (call) return call(...operands);
  const [method, ...args] = operands;
  if (typeof method === "function") return method(...args);
  if (operands.length !== 1) throw new Error(`${first} is not a value`);
  return operands[0];
}

/** What a `range` goes over: keys of a map in order, indexes of a list. */
function entries(value: Value): (readonly [Value, Value])[] {
  if (value === undefined) return [];
  if (value instanceof Map) return [...value].sort();
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
  throw new Error(`range over ${JSON.stringify(value)}`);
}

const render = ({ parts }: Block, scope: Scope, ...own: (readonly [string, Value])[]) => {
  const inner = new Map([...scope, ...own]);
  return parts.map((part) => part(inner)).join("");
};

/** Reads pieces, text and action in turn, up to the end of this block. */
function block(pieces: string[]): Block {
  const parts: Part[] = [];
  for (;;) {
    const text = pieces.shift() ?? "";
    parts.push(() => text);
    const action = pieces.shift();
    if (action === undefined) return { parts, end: "" };
    const tokens = action.match(words) ?? [];
    const [keyword = ""] = tokens;
    if (keyword === "end" || keyword === "else") return { parts, end: keyword };
    parts.push(
      keyword === "if" || keyword === "with" || keyword === "range"
        ? control(tokens, pieces)
        : simple(tokens),
    );
  }
}

function simple(tokens: readonly string[]): Part {
  const [name = "", assign, ...rest] = tokens;
  if (assign !== ":=") return (scope) => shown(evaluate([...tokens], scope));
  return (scope) => {
    (scope as Map<string, Value>).set(name, evaluate(rest, scope));
    return "";
  };
}

function control([keyword, ...tokens]: readonly string[], pieces: string[]): Part {
  const then = block(pieces);
  const otherwise = then.end === "else" ? block(pieces) : undefined;
  if ((otherwise ?? then).end !== "end") throw new Error(`the template does not end ${keyword}`);
  const fallBack = (scope: Scope) => (otherwise ? render(otherwise, scope) : "");
  const assign = tokens.indexOf(":=");
  const [key = "", , value = ""] = tokens.slice(0, Math.max(assign, 0));
  const source = tokens.slice(assign + 1);
  return (scope) => {
    const found = evaluate([...source], scope);
    if (!isTrue(found)) return fallBack(scope);
    if (keyword === "if") return render(then, scope);
    if (keyword === "with") return render(then, scope, ["", found]);
    return entries(found)
      .map(([at, item]) => render(then, scope, [key, at], [value, item], ["", item]))
      .join("");
  };
}

/**
 * Renders a Go template like docker's `--format`, with the part of the language that the scripts use. Anything
 * else is an error of the test.
 */
export function goTemplate(text: string, value: Value): string {
  const pieces = text.split(/\{\{(.*?)\}\}/s);
  const whole = block(pieces);
  if (whole.end !== "" || pieces.length > 0) throw new Error(`the template ends too early: ${text}`);
  return render(
    whole,
    new Map([
      ["", value],
      ["$", value],
    ]),
  );
}
