/** The inputs of a resource that is about to be made. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Something that must not be. */
export interface Rule {
  /** `no-open-admin-ports` */
  readonly name: string;
  readonly description: string;
  /** What a broken rule does to `preview` and `up`: end them, or show a warning. */
  readonly level: "mandatory" | "advisory";
  /** What is wrong with a resource, by its type. */
  readonly faults: Readonly<Record<string, (inputs: Inputs) => string[]>>;
}

/** A list of blocks, a single one, or nothing: always as a list. */
export function blocks(value: unknown): Inputs[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? [value as Inputs] : [];
}

/** Booleans of launch templates are texts. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
