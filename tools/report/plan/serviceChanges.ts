import { compare } from "../../../components/input/order.ts";
import { isMapping } from "../../../components/input/schema.ts";
import { componentTypes } from "../../../components/names.ts";
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
  readonly change: "comes" | "goes" | "changes";
  readonly differences: readonly Difference[];
}

type Properties = Readonly<Record<string, unknown>>;

export const composeStack = componentTypes.ComposeStack;

export function stackOf({ name }: Change): string {
  return name.replace(/-stack$/, "");
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
  if (!Object.hasOwn(after, service)) return [{ stack, service, change: "goes", differences: [] }];
  const plain = ["image", "replicas", "ports"].flatMap((what) => difference(what, old[what], now[what]));
  if (!Object.hasOwn(before, service)) return [{ stack, service, change: "comes", differences: plain }];
  const hashes = ["secrets", "configs", "environment", "settings"].flatMap((what) =>
    difference(what, record(old.hashes)[what] ?? {}, record(now.hashes)[what] ?? {}),
  );
  const differences = [...plain, ...hashes];
  return differences.length > 0 ? [{ stack, service, change: "changes", differences }] : [];
}

function difference(what: string, before: unknown, after: unknown): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isMapping(before) || !isMapping(after)) return [{ what, before: text(before), after: text(after) }];
  const [old, now] = [Object.keys(before), Object.keys(after)];
  const added = now.filter((name) => !old.includes(name));
  const removed = old.filter((name) => !now.includes(name));
  const changed = now.filter((name) => old.includes(name) && before[name] !== after[name]);
  return added.length + removed.length + changed.length > 0 ? [{ what, added, changed, removed }] : [];
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

function record(value: unknown): Properties {
  return isMapping(value) ? value : {};
}
