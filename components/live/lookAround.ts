import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "./knownValue.ts";
import type { LiveSwarm } from "./liveSwarm.ts";
import { type Door, look } from "./look.ts";

export interface LookAroundArgs {
  readonly doors: pulumi.Output<readonly Door[]>;
  /** Name of the manager that is asked alone where it knows a leader. */
  readonly first: string;
  /** Whether there can be a cluster already. */
  readonly isBorn: pulumi.Output<boolean>;
}

/** What the cluster is right now; undefined where there is none yet. A plain value: it decides what is registered. */
export async function lookAround({ doors, first, isBorn }: LookAroundArgs): Promise<LiveSwarm | undefined> {
  const known = await knownValue(pulumi.all([isBorn, doors]));
  if (!known?.[0]) return undefined;
  return look([...known[1]].sort((one, other) => Number(other.name === first) - Number(one.name === first)));
}
