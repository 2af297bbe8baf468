import type * as pulumi from "@pulumi/pulumi";
import { labelNames } from "../../../names.ts";
import type { ClusterOwner } from "../../../steps/remoteStep.ts";
import type { EngineObjects } from "./engineObjects.ts";

/** Owner of the containers, networks, volumes and images on this computer. */
export interface ContainerOwner {
  readonly stack: string;
  readonly cluster: ClusterOwner;
  /** What the engine has; none if nothing needs to be created again. */
  readonly objects?: EngineObjects | undefined;
}

/** The labels of a container; `node` if it is a machine. Only `swarm.cluster` identifies the owner. */
export function labelsOf(
  { stack, cluster }: ContainerOwner,
  node?: string,
): { label: string; value: pulumi.Input<string> }[] {
  return [
    { label: labelNames.stack, value: stack },
    { label: labelNames.cluster, value: cluster.id },
    ...(node === undefined ? [] : [{ label: labelNames.node, value: node }]),
  ];
}
