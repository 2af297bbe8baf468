import * as pulumi from "@pulumi/pulumi";
import type { LiveSwarm } from "./liveSwarm.ts";
import { type ManagerSeat, quorumFault } from "./quorum.ts";

/** What the settings say about who leads. */
interface Wishes {
  readonly seed: string;
  readonly recover?: string;
}

/** Ends the program where going on would lose what is left of a cluster. */
export function refuseLoss(live: LiveSwarm, seats: readonly ManagerSeat[], { seed, recover }: Wishes): void {
  const fault = quorumFault({ live, seats, seed, recover });
  // Pulumi shows a RunError without a stack trace.
  if (fault) throw new pulumi.RunError(fault);
}
