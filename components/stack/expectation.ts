import type { ServiceDocument } from "./composeDocument.ts";

/** What a service's tasks do when all is well. */
export interface Expectation {
  /** True where tasks may finish: they count as done then. */
  readonly job: boolean;
  /** True where the file has a health check; without one only time shows a crash. */
  readonly healthcheck: boolean;
}

export function expectationOf({ deploy = {}, healthcheck }: ServiceDocument): Expectation {
  const { mode = "replicated", restart_policy } = deploy;
  const finite = restart_policy?.condition === "none" || restart_policy?.condition === "on-failure";
  const { test, disable } = healthcheck ?? {};
  const checked = test !== undefined && !disable && test !== "NONE" && test[0] !== "NONE";
  return { job: mode.endsWith("-job") || finite, healthcheck: checked };
}
