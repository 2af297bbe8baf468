import { isMapping } from "../../../components/input/mapping.ts";
import { compare } from "../../../components/input/order.ts";
import { componentTypes, stepNames } from "../../../components/names.ts";
import type { Change } from "../../pulumi/preview.ts";

/** One difference: either both values, or the names of what is added, changed and removed. */
export interface Difference {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
  readonly added?: readonly string[];
  readonly changed?: readonly string[];
  readonly removed?: readonly string[];
}

/** The change of one service of a compose file. */
export interface ServiceChange {
  readonly stack: string;
  readonly service: string;
  readonly change: "added" | "removed" | "changed";
  readonly differences: readonly Difference[];
}

type Properties = Readonly<Record<string, unknown>>;

export const composeStack = componentTypes.ComposeStack;

export function stackOf({ name }: Change): string {
  return stepNames.stack.ownerOf(name);
}

/** The services that are added, removed or changed, from the summaries that the stacks keep in the state. */
export function serviceChanges(changes: readonly Change[]): ServiceChange[] {
  return changes
    .filter(({ type }) => type === componentTypes.ComposeStack)
    .flatMap((change) => {
      // A state from before there were summaries says nothing.
      if (change.op === "update" && change.before.services === undefined) return [];
      const [before, after] = [record(change.before.services), record(change.after.services)];
      const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compare);
      return names.flatMap((service) => serviceChange(stackOf(change), service, before, after));
    });
}

function serviceChange(
  stack: string,
  service: string,
  before: Properties,
  after: Properties,
): ServiceChange[] {
  const [old, now] = [record(before[service]), record(after[service])];
  if (!Object.hasOwn(after, service)) return [{ stack, service, change: "removed", differences: [] }];
  const plain = ["image", "replicas", "ports"].flatMap((what) => difference(what, old[what], now[what]));
  const mounts = listOf(now.mounts);
  if (!Object.hasOwn(before, service)) {
    const all = mounts.length > 0 ? [...plain, { what: "mounts", after: text(mounts) }] : plain;
    return [{ stack, service, change: "added", differences: all }];
  }
  const hashes = ["secrets", "configs", "environment", "settings"].flatMap((what) =>
    difference(what, record(old.hashes)[what] ?? {}, record(now.hashes)[what] ?? {}),
  );
  // A state of an earlier version has no mounts.
  const moved = Array.isArray(old.mounts) ? listDifference("mounts", listOf(old.mounts), mounts) : [];
  const differences = [...plain, ...moved, ...hashes].filter((one, _index, all) => !isRepeated(one, all));
  return differences.length > 0 ? [{ stack, service, change: "changed", differences }] : [];
}

/** The mounts say which volumes changed. */
function isRepeated(
  { what, added = [], changed = [], removed = [] }: Difference,
  all: readonly Difference[],
): boolean {
  const keys = [...added, ...changed, ...removed];
  const isOfMounts = keys.every((key) => key === "volumes" || key === "tmpfs");
  return what === "settings" && isOfMounts && all.some((other) => other.what === "mounts");
}

function difference(what: string, before: unknown, after: unknown): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isMapping(before) || !isMapping(after)) return [{ what, before: text(before), after: text(after) }];
  const isChanged = (name: string) => before[name] !== after[name];
  return listDifference(what, Object.keys(before), Object.keys(after), isChanged);
}

function listDifference(
  what: string,
  old: readonly string[],
  now: readonly string[],
  isChanged: (name: string) => boolean = () => false,
): Difference[] {
  const added = now.filter((name) => !old.includes(name));
  const removed = old.filter((name) => !now.includes(name));
  const changed = now.filter((name) => old.includes(name) && isChanged(name));
  return added.length + removed.length + changed.length > 0 ? [{ what, added, changed, removed }] : [];
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

function record(value: unknown): Properties {
  return isMapping(value) ? value : {};
}
