/**
 * How a service behaves: `checked` has a health check, `unchecked` has none; a `job` is done when it has
 * finished; for a `finite` service running is enough.
 */
export type ServiceKind = "checked" | "unchecked" | "job" | "finite";

/** What a deployment waits for. */
export interface Expectation {
  /** Name in the file. */
  readonly service: string;
  readonly revision: string;
  readonly kind: ServiceKind;
}
