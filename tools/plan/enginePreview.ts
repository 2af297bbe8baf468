type Properties = Readonly<Record<string, unknown>>;

/** A resource as the engine tells of it; secrets are `[secret]`. */
export interface ResourceState {
  readonly type: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
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

/** What `pulumi preview --json` prints. */
export interface EnginePreview {
  readonly config?: Readonly<Record<string, string>>;
  readonly steps?: readonly EngineStep[] | null;
  readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[] | null;
}

/** What happens to one resource. */
export interface Change {
  readonly op: "create" | "update" | "replace" | "delete";
  /** `aws:ec2/instance:Instance` */
  readonly type: string;
  readonly name: string;
  /** Type of the component that it belongs to; empty at the top. */
  readonly owner: string;
  readonly before: Properties;
  readonly after: Properties;
  /** The properties that decide it. */
  readonly reasons: readonly string[];
}

/** A replacement comes as one step or as its parts. */
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

/** What changes, one entry for each resource; looking, refreshing and book-keeping are no changes. */
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

/** All resources that there are now, and all that there would be. */
export function resourcesIn({ steps }: EnginePreview): { before: ResourceState[]; after: ResourceState[] } {
  const before = new Map<string, ResourceState>();
  const after = new Map<string, ResourceState>();
  for (const { op, urn, oldState, newState } of steps ?? []) {
    if (oldState && !before.has(urn)) before.set(urn, oldState);
    if (op === "delete") after.delete(urn);
    else if (newState) after.set(urn, newState);
    // Refreshed and gone: whoever still wants it creates it in a later step.
    else if (op === "refresh") after.delete(urn);
  }
  return { before: [...before.values()], after: [...after.values()] };
}

export function compare(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
