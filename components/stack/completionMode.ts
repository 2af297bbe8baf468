import type { ServiceDocument } from "../compose/document.ts";

/**
 * Whether a service's tasks end by themselves when all is well.
 *
 * `always`: it is done when they have; `maybe`: running is as good; `never`: an end is a failure.
 */
export type Ends = "always" | "maybe" | "never";

/** What a service's tasks do when all is well. */
export interface CompletionMode {
  readonly ends: Ends;
  /** True where the file has a health check; without one only time shows a crash. */
  readonly healthcheck: boolean;
}

export function completionModeOf(service: ServiceDocument): CompletionMode {
  const { test, disable } = service.healthcheck ?? {};
  const healthcheck = test !== undefined && !disable && test !== "NONE" && test[0] !== "NONE";
  return { ends: endsOf(service, healthcheck), healthcheck };
}

/** Who has a health check or a port is a server, however it is started again. */
function endsOf({ deploy = {}, ports = [] }: ServiceDocument, healthcheck: boolean): Ends {
  const { mode = "replicated", restart_policy } = deploy;
  if (mode.endsWith("-job")) return "always";
  if (healthcheck || ports.length > 0) return "never";
  if (restart_policy?.condition === "none") return "always";
  return restart_policy?.condition === "on-failure" ? "maybe" : "never";
}

/** The word for it that deploy.sh knows. */
export function kindOf({ ends, healthcheck }: CompletionMode): string {
  if (ends === "never") return healthcheck ? "checked" : "unchecked";
  return ends === "always" ? "job" : "finite";
}
