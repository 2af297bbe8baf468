import type { ServiceDocument } from "../compose/document.ts";
import type { ServiceKind } from "./judge/expectation.ts";

/**
 * Whether a service's tasks end in normal operation.
 *
 * `always`: the service is done when they have; `maybe`: running is enough; `never`: an end is a failure.
 */
export type Ends = "always" | "maybe" | "never";

/** How a service behaves in normal operation. */
export interface CompletionMode {
  readonly ends: Ends;
  /** True if the file has a health check; without one only time reveals a crash. */
  readonly healthcheck: boolean;
}

export function completionModeOf(service: ServiceDocument): CompletionMode {
  const { test, disable } = service.healthcheck ?? {};
  const healthcheck = test !== undefined && !disable && test !== "NONE" && test[0] !== "NONE";
  return { ends: endsOf(service, healthcheck), healthcheck };
}

/** A service with a health check or a port is a server, whatever its restart policy. */
function endsOf({ deploy = {}, ports = [] }: ServiceDocument, healthcheck: boolean): Ends {
  const { mode = "replicated", restart_policy } = deploy;
  if (mode.endsWith("-job")) return "always";
  if (healthcheck || ports.length > 0) return "never";
  if (restart_policy?.condition === "none") return "always";
  return restart_policy?.condition === "on-failure" ? "maybe" : "never";
}

export function kindOf({ ends, healthcheck }: CompletionMode): ServiceKind {
  if (ends === "never") return healthcheck ? "checked" : "unchecked";
  return ends === "always" ? "job" : "finite";
}
