/** The inputs of a resource before its creation or update. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A condition that no resource may meet. */
export interface Rule {
  /** `no-open-admin-ports` */
  readonly name: string;
  readonly description: string;
  /** Controls of AWS Security Hub and checks of checkov that ask for it. */
  readonly sources: readonly string[];
  /** What a broken rule does to `preview` and `up`: stop them, or show a warning. */
  readonly level: "mandatory" | "advisory";
  /** Finds what is wrong with a resource, by its type. */
  readonly faults: Readonly<Record<string, (inputs: Inputs) => string[]>>;
}

/** Normalizes a list of blocks, a single block or nothing to a list. */
export function blocks(value: unknown): Inputs[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? [value as Inputs] : [];
}

/** Booleans of launch templates are strings. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
