import type * as pulumi from "@pulumi/pulumi";
import type { FileSystem } from "../compose/sharedVolumes.ts";
import type { EntryPoint, NodePort } from "../entrypoint/entryPoint.ts";
import type { NodeImages } from "../images/nodeImages.ts";
import type { Registry } from "../images/registry.ts";
import type { Observed } from "../live/driftCorrection.ts";
import type { Machine } from "../machines/machine.ts";
import type { SwarmCluster } from "../swarm/swarmCluster.ts";

/** What machines that join by themselves need, and must wait for. */
export interface ScaledCluster {
  readonly cluster: Pick<SwarmCluster, "seed" | "members" | "workerToken">;
  readonly machines: readonly Machine[];
  /** What they pull before they get tasks. */
  readonly images: NodeImages["pulled"];
}

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
  /** A new value rotates the worker join token; undefined if no machine joins by itself. */
  readonly tokenGeneration?: string | undefined;
  /** Names of the pools whose machines join and leave by themselves; default none. */
  readonly scalingPools?: readonly string[] | undefined;
  /**
   * Makes the pools whose machines join and leave by themselves, after the entry point.
   *
   * @returns what must be done before services are deployed
   */
  scalePools?(cluster: ScaledCluster): pulumi.Resource[];
  entryPoint(ports: readonly NodePort[]): EntryPoint;
}
