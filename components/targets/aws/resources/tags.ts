import type * as pulumi from "@pulumi/pulumi";
import { labelNames } from "../../../names.ts";
import type { ClusterOwner } from "../../../steps/remoteStep.ts";

/** Owner of the resources. */
export interface Owner {
  readonly project: string;
  readonly stack: string;
  readonly cluster: ClusterOwner;
  /** The user's own tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** By name. */
export type Tags = Record<string, pulumi.Input<string>>;

/** The tags of a resource; `node` if it belongs to one. The user's tags cannot override ours. */
export function tagsOf(owner: Owner, name: string, node?: string): Tags {
  return {
    ...owner.tags,
    Name: `${owner.project}-${owner.stack}-${name}`,
    [labelNames.project]: owner.project,
    [labelNames.stack]: owner.stack,
    [labelNames.cluster]: owner.cluster.id,
    ...(node === undefined ? {} : { [labelNames.node]: node }),
  };
}
