import { VolumeCluster } from "../../cluster/volumeCluster.ts";
import { deployedCluster } from "../../pulumi/deployedCluster.ts";
import { type EngineEvent, previewOf } from "../../pulumi/events.ts";
import { changesIn, type EnginePreview } from "../../pulumi/preview.ts";
import { type Holders, mayLoseVolumes } from "./lostVolumes.ts";
import { type PlannedUpdate, plannedUpdate } from "./plannedUpdate.ts";

/** What a preview's events say about the update, with volumes where they are now. */
export async function livePlan(stack: string, events: readonly EngineEvent[]): Promise<PlannedUpdate> {
  return plannedUpdate(events, await liveHolders(stack, previewOf(events)));
}

/**
 * The nodes that hold volumes now, if an update could lose some; the record of the last deployment does not know
 * what `npm run volumes` has moved. Undefined if nothing can be lost, or the swarm does not answer.
 */
export async function liveHolders(stack: string, preview: EnginePreview): Promise<Holders | undefined> {
  if (!mayLoseVolumes(changesIn(preview), preview)) return undefined;
  try {
    using cluster = new VolumeCluster(deployedCluster(stack));
    return (await cluster.services()).holders;
  } catch {
    return undefined;
  }
}
