import { compare } from "../../../components/input/order.ts";
import { componentTypes, resourceTypes, stepNames } from "../../../components/names.ts";
import { nodeOf } from "../../../components/targets/targetPlan.ts";
import { targets } from "../../../components/targets/targets.ts";
import type { Change } from "../../pulumi/preview.ts";

/** The change of one node. */
export interface NodeChange {
  readonly name: string;
  readonly role: "manager" | "worker";
  /** Only workers have one. */
  readonly pool: string;
  /** `t4g.small`, `t4g.small, spot`; empty if machines have no types. */
  readonly type: string;
  readonly change: "added" | "removed" | "new machine" | "changed";
  /** Properties that cause the change. */
  readonly why: readonly string[];
}

const plans = targets.flatMap(({ plan }) => plan ?? []);
const machineTypes = plans.flatMap((plan) => plan.machineTypes ?? []);

/** The nodes that join, leave, or get another machine or other labels. */
export function nodeChanges(changes: readonly Change[]): NodeChange[] {
  const machines = changes.filter(isMachine);
  const moving = changes.filter(({ type, op }) => type === componentTypes.SwarmNode && op !== "update");
  const found = moving.map(({ name, op }) => {
    const machine = machines.find((candidate) => nodeOf(candidate) === name);
    return node(name, op === "delete" ? "removed" : "added", machine, []);
  });
  const known = new Set(found.map(({ name }) => name));
  for (const machine of machines.filter((candidate) => !known.has(nodeOf(candidate)))) {
    known.add(nodeOf(machine));
    const isNew = machine.op !== "update";
    const why = machine.op === "create" ? ["it is gone"] : machine.reasons;
    found.push(node(nodeOf(machine), isNew ? "new machine" : "changed", machine, why));
  }
  const others = changes.filter((change) => !known.has(memberOf(change)));
  for (const change of others) {
    const why = overridesChanged(change);
    if (why.length > 0) found.push(node(memberOf(change), "changed", undefined, why));
  }
  return found.sort((one, other) => compare(one.name, other.name));
}

export function isMachine(change: Change): boolean {
  return machineTypes.includes(change.type) && nodeOf(change) !== "";
}

export function isManager(node: string): boolean {
  return /^manager-\d+$/.test(node);
}

function node(
  name: string,
  change: NodeChange["change"],
  machine: Change | undefined,
  why: readonly string[],
): NodeChange {
  const role = isManager(name) ? "manager" : "worker";
  const pool = role === "worker" ? name.replace(/-\d+$/, "") : "";
  return { name, role, pool, type: machine ? typeOf(machine) : "", change, why };
}

function typeOf({ before, after }: Change): string {
  const size = (inputs: Change["after"]) =>
    plans.map((plan) => plan.machineType?.(inputs)).find(Boolean) ?? "";
  const [old, now] = [size(before), size(after)];
  return old && now && old !== now ? `${old} → ${now}` : now || old;
}

function memberOf({ name }: Change): string {
  return stepNames.member.ownerOf(name);
}

/** Availability and labels are the last arguments of the step that sets them. */
function overridesChanged({ op, type, name, before, after }: Change): string[] {
  if (op !== "update" || type !== resourceTypes.remoteCommand || !stepNames.member.isOf(name)) return [];
  const [old, now] = [overridesIn(before.create), overridesIn(after.create)];
  if (!old || !now) return [];
  return [
    ...(old.availability === now.availability ? [] : [`${old.availability} → ${now.availability}`]),
    ...(old.labels === now.labels ? [] : ["labels"]),
  ];
}

function overridesIn(create: unknown) {
  const addCommand = / add \S+ \S+ (manager|worker) (?<availability>active|pause|drain)(?<labels>[\s\S]*)/;
  return addCommand.exec(String(create))?.groups;
}
