import type { EntryPoint, NodePort } from "../entrypoint/entryPoint.ts";
import type { Registry } from "../images/registry.ts";
import type { Observed } from "../live/driftCorrection.ts";
import type { Machine } from "../machines/machine.ts";

/** What every target makes: everything above it is the same on all of them. */
export interface TargetResources {
  readonly machines: readonly Machine[];
  readonly registry: Registry;
  /** What there is of the cluster already; undefined where there is none yet, or the target cannot ask it. */
  readonly observed?: Observed | undefined;
  /** One address in front of all nodes. */
  entryPoint(ports: readonly NodePort[]): EntryPoint;
}
