import { compare } from "../../components/input/order.ts";
import type { PlannedChange } from "../../components/targets/targetPlan.ts";

type Properties = Readonly<Record<string, unknown>>;

/** A resource in the engine's output; secrets are `[secret]`. */
export interface ResourceState {
  readonly type: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
  /** True if a provider makes it; components have none. */
  readonly custom?: boolean;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

/** One step of `pulumi preview --json`. */
export interface EngineStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: ResourceState | null;
  readonly newState?: ResourceState | null;
  readonly replaceReasons?: readonly string[] | null;
  readonly diffReasons?: readonly string[] | null;
}

/** The output of `pulumi preview --json`. */
export interface EnginePreview {
  readonly config?: Readonly<Record<string, string>>;
  readonly steps?: readonly EngineStep[] | null;
  readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[] | null;
}

/** A change with its causes. */
export interface Change extends PlannedChange {
  /** The properties that cause the change. */
  readonly reasons: readonly string[];
}

/** The engine lists a replacement as one step or as its parts. */
const meanings: Readonly<Record<string, Change["op"]>> = {
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/** One entry for each resource that changes; reads, refreshes and bookkeeping are no changes. */
export function changesIn({ steps }: EnginePreview): Change[] {
  const changes = new Map<string, Change>();
  for (const step of steps ?? []) {
    const op = meanings[step.op];
    if (op === undefined) continue;
    const earlier = changes.get(step.urn);
    const [types = "", name = ""] = step.urn.split("::").slice(2);
    const chain = types.split("$");
    const reasons = [
      ...(step.replaceReasons ?? []),
      ...(step.replaceReasons ? [] : (step.diffReasons ?? [])),
    ];
    changes.set(step.urn, {
      op: earlier && earlier.op !== op ? "replace" : op,
      type: chain.at(-1) ?? "",
      name,
      owner: chain.at(-2) ?? "",
      before: step.oldState?.inputs ?? earlier?.before ?? {},
      after: step.newState?.inputs ?? earlier?.after ?? {},
      reasons: [...new Set([...(earlier?.reasons ?? []), ...reasons])].sort(),
    });
  }
  return [...changes.values()].sort(
    (one, other) => compare(one.name, other.name) || compare(one.type, other.type),
  );
}

/** All resources now, and all after the update. */
export function resourcesIn({ steps }: EnginePreview): { before: ResourceState[]; after: ResourceState[] } {
  const before = new Map<string, ResourceState>();
  const after = new Map<string, ResourceState>();
  for (const { op, urn, oldState, newState } of steps ?? []) {
    if (oldState && !before.has(urn)) before.set(urn, oldState);
    if (op === "delete") after.delete(urn);
    else if (newState) after.set(urn, newState);
    // The refresh found it gone: if the program still declares it, a later step creates it.
    else if (op === "refresh") after.delete(urn);
  }
  return { before: [...before.values()], after: [...after.values()] };
}
