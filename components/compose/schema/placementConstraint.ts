import { refine, type Schema, show, text } from "../../input/schema.ts";
import { closest } from "../../input/spelling.ts";

/** A condition that a node must, or must not, meet to run a service's tasks. */
export interface Constraint {
  readonly key: string;
  readonly operator: "==" | "!=";
  readonly value: string;
}

const keyForm = /^[a-z_][a-z0-9\-_.]+$/i;
const valueForm = /^[a-z0-9:\-_ \t\n\f\r.*()?+[\]\\^$|/]+$/i;

/** Parses as swarm does: https://github.com/moby/swarmkit/blob/v2.0.0/manager/constraint/constraint.go */
export function parseConstraint(text: string): Constraint | undefined {
  const operator = (["==", "!="] as const).find((sign) => text.includes(sign));
  if (operator === undefined) return undefined;
  const at = text.indexOf(operator);
  const [key, value] = [text.slice(0, at).trim(), text.slice(at + operator.length).trim()];
  return keyForm.test(key) && valueForm.test(value) ? { key, operator, value } : undefined;
}

/** Whether no node can satisfy both lists: for each key a node has at most one value. */
export function areDisjoint(one: readonly Constraint[], other: readonly Constraint[]): boolean {
  return one.some((a) => other.some((b) => exclude(a, b)));
}

function exclude(one: Constraint, other: Constraint): boolean {
  if (factOf(one.key) !== factOf(other.key) || factOf(one.key) === "node.ip") return false;
  const [a, b] = [asRole(one), asRole(other)];
  const isSame = a.value.toLowerCase() === b.value.toLowerCase();
  if (a.operator === "==" && b.operator === "==") return !isSame;
  return a.operator !== b.operator && isSame;
}

/** Swarm compares case-insensitively, except for the name of a label. */
function factOf(key: string): string {
  const [scope = "", kind = "", ...rest] = key.split(".");
  const start = `${scope}.${kind}`.toLowerCase();
  return kind.toLowerCase() === "labels" ? [start, ...rest].join(".") : key.toLowerCase();
}

/** Rewrites a constraint on the role: a node that is not a manager is a worker. */
function asRole({ key, operator, value }: Constraint): Constraint {
  const others: Readonly<Record<string, string>> = { manager: "worker", worker: "manager" };
  const other = key.toLowerCase() === "node.role" ? others[value.toLowerCase()] : undefined;
  return operator === "!=" && other ? { key, operator: "==", value: other } : { key, operator, value };
}

const facts = ["node.id", "node.hostname", "node.ip", "node.role", "node.platform.os", "node.platform.arch"];
const labels = ["node.labels.", "engine.labels."];

/** Swarm accepts other keys, but no node ever matches them. */
function isKnown(key: string): boolean {
  const name = key.toLowerCase();
  return facts.includes(name) || labels.some((start) => name.length > start.length && name.startsWith(start));
}

export const constraint: Schema<string> = (value, path) => {
  const read = typeof value === "string" ? parseConstraint(value) : undefined;
  if (!read)
    return path.error(
      `must be a constraint with == or !=, but is ${show(value)}`,
      'write for example "node.labels.tier == web"',
    );
  if (read.key.toLowerCase() === "node.role" && !/^(manager|worker)$/i.test(read.value))
    return path.error(`names the role ${read.value}, which no node has`, "write manager or worker");
  if (isKnown(read.key)) return value as string;
  const label = read.key.split(".").slice(2).join(".");
  const known = [...facts, ...(label === "" ? [] : labels.map((start) => `${start}${label}`))];
  const near = closest(read.key, known);
  return path.error(
    `names ${read.key}, which no node has`,
    near
      ? `did you mean ${near}?`
      : `use node.labels.NAME, engine.labels.NAME, ${facts.slice(0, -1).join(", ")} or ${facts.at(-1)}`,
  );
};

/** Swarm spreads over labels only, and ignores other keys. */
export const spread: Schema<string> = refine(text, (value, path) =>
  labels.some((start) => value.length > start.length && value.toLowerCase().startsWith(start))
    ? value
    : path.warn(
        `is ${show(value)}, and left out; swarm spreads over node.labels.NAME and engine.labels.NAME`,
        "write for example node.labels.zone, or remove it",
      ),
);
