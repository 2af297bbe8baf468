import { labelNames } from "../names.ts";

type Properties = Readonly<Record<string, unknown>>;

/** The change of one resource in a preview. */
export interface PlannedChange {
  readonly op: "create" | "update" | "replace" | "delete";
  /** `docker:index/container:Container` */
  readonly type: string;
  readonly name: string;
  /** Type of the component that owns it; empty at the top. */
  readonly owner: string;
  /** Inputs, secrets masked. */
  readonly before: Properties;
  readonly after: Properties;
}

/** A change that loses data, or an address that others use. */
export interface DangerRule {
  /** @param all the changes of the plan */
  readonly matches: (change: PlannedChange, all: readonly PlannedChange[]) => boolean;
  /** Default: the resource's name. */
  readonly name?: (change: PlannedChange) => string;
  readonly sentence: (change: PlannedChange) => string;
}

/** What a target's resources mean in a plan. */
export interface TargetPlan {
  /** Types of the resources that are machines; each has its node as the tag or label `swarm.node`. */
  readonly machineTypes?: readonly string[];
  readonly dangers?: readonly DangerRule[];
  /** The size of a machine, from its inputs: `t4g.small, spot`; empty if it has none. */
  machineType?(inputs: Properties): string;
  /** What a command on this computer creates: `volume`; undefined if nothing. */
  kindOf?(change: PlannedChange): string | undefined;
  /** What to do about an error of one of its resources; undefined for other errors. */
  failureHint?(message: string, failed: FailedRun): string | undefined;
  /** What to look for if the creation of a resource was cut off. */
  cutOffHint?(type: string, name: string): string | undefined;
}

/** A resource of a run, or in a stack's state. */
export interface KnownResource {
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
}

/** The run that failed. */
export interface FailedRun {
  readonly stack: string;
  /** The resource that failed, if it was one. */
  readonly resource?: KnownResource | undefined;
  /** The resources in the state. */
  recorded(): readonly KnownResource[];
}

export function isEnd({ op }: Pick<PlannedChange, "op">): boolean {
  return op === "delete" || op === "replace";
}

/** `deleted` or `replaced` */
export function endOf({ op }: PlannedChange): string {
  return op === "delete" ? "deleted" : "replaced";
}

/** The node that owns a resource, from its tag or label; empty if none does. */
export function nodeOf({ before, after }: PlannedChange): string {
  return nodeIn({ ...before, ...after });
}

/** The same, from the resource's inputs. */
export function nodeIn({ tags, labels }: Properties): string {
  const tag = (tags as Properties | undefined)?.[labelNames.node];
  const list = Array.isArray(labels) ? (labels as { label?: unknown; value?: unknown }[]) : [];
  return String(tag ?? list.find(({ label }) => label === labelNames.node)?.value ?? "");
}
