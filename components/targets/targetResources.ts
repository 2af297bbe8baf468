import type * as pulumi from "@pulumi/pulumi";
import type { FileSystem } from "../compose/sharedVolumes.ts";
import type { EntryPoint, NodePort } from "../entrypoint/entryPoint.ts";
import type { Registry } from "../images/registry.ts";
import type { Observed } from "../live/driftCorrection.ts";
import type { Machine } from "../machines/machine.ts";

/** The resources of a target; all code above is the same for all targets. */
export interface TargetResources {
  readonly machines: readonly Machine[];
  readonly registry: Registry;
  /** The live state; undefined if there is no cluster yet, or the target cannot read it. */
  readonly observed?: Observed | undefined;
  /** What must exist before services are deployed, besides machines and images. */
  readonly needs?: readonly pulumi.Resource[];
  /** Holds the volumes of type efs, once all nodes can mount it. */
  readonly fileSystem?: pulumi.Output<FileSystem> | undefined;
  /**
   * Has nodes drained before somebody else takes their machines away; undefined if nobody does.
   *
   * @param machines all machines, as they are after their checks
   */
  watchNodes?(machines: readonly Machine[]): void;
  entryPoint(ports: readonly NodePort[]): EntryPoint;
}
