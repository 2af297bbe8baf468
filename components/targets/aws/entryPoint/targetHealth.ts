/**
 * A target of a target group.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export interface TargetHealth {
  /** `i-0123456789abcdef0` */
  readonly id: string;
  /** `initial`, `healthy`, `unhealthy`, `draining`, `unused`, … */
  readonly state: string;
  /** A sentence; empty for a healthy target. */
  readonly description: string;
}

/**
 * Why the load balancer does not send requests to a target yet, but will; undefined if there is nothing to wait
 * for: it sends some, or the service has no task there.
 *
 * @param isEverywhere whether every node serves the port
 */
export function pendingReason(
  targets: readonly TargetHealth[],
  id: string,
  isEverywhere: boolean,
): string | undefined {
  const target = targets.find((one) => one.id === id);
  if (!target) return "it is not registered";
  const { state, description } = target;
  const reason = description || `it is ${state}`;
  switch (state) {
    case "initial":
    case "draining":
    case "unused":
      return reason;
    case "unhealthy":
      // Without a healthy target there is no service behind the port.
      return isEverywhere && targets.some((other) => other.state === "healthy") ? reason : undefined;
    default:
      return undefined;
  }
}

/** Whether a target has left: it is deregistered, and its connections have ended. */
export function hasLeft(targets: readonly TargetHealth[], id: string): boolean {
  const target = targets.find((one) => one.id === id);
  return target === undefined || target.state === "unused";
}
