import { constraintsOf, type ServiceDocument } from "../compose/document.ts";
import { parseConstraint } from "../compose/schema/placementConstraint.ts";
import type { Machine, MachineSpec } from "../machines/machine.ts";

/** What is known of a node; an existing machine has a hostname of its own. */
export type Node = MachineSpec & Pick<Machine, "stays">;

/** What constraints can refer to. */
type NodeFacts = Pick<Node, "name" | "role" | "labels" | "stays">;

/** `perhaps`: only the swarm knows, because the settings do not define a constraint's fact or label. */
export type Likelihood = "surely" | "perhaps" | "never";

/** Whether a service can get tasks on a node. */
export function likelihood({ deploy = {} }: ServiceDocument, node: Node): Likelihood {
  if (deploy.replicas === 0) return "never";
  const answers = answersOf(constraintsOf({ deploy }), node);
  if (answers.includes(false)) return "never";
  return answers.includes(undefined) ? "perhaps" : "surely";
}

/** Whether a node may get tasks with these constraints; a label that the settings do not define may match. */
export function mayRunOn(constraints: readonly string[], node: NodeFacts): boolean {
  return !answersOf(constraints, node).includes(false);
}

function answersOf(constraints: readonly string[], node: NodeFacts): (boolean | undefined)[] {
  const facts = factsOf(node);
  return constraints.map((constraint) => holds(constraint, facts));
}

function factsOf({ name, role, labels, stays }: NodeFacts): ReadonlyMap<string, string> {
  const given = Object.entries(labels).map(([key, value]) => [`node.labels.${key}`, value] as const);
  return new Map(
    [
      ...(stays ? [] : [["node.hostname", name] as const]),
      ["node.role", role] as const,
      ["node.platform.os", "linux"] as const,
      ...given,
    ].map(([key, value]) => [key.toLowerCase(), value.toLowerCase()]),
  );
}

/** Swarm compares case-insensitively; undefined if the fact is unknown. */
function holds(constraint: string, facts: ReadonlyMap<string, string>): boolean | undefined {
  const { key = "", operator, value = "" } = parseConstraint(constraint) ?? {};
  const fact = facts.get(key.toLowerCase());
  if (fact === undefined) return undefined;
  return (fact === value.toLowerCase()) === (operator === "==");
}
