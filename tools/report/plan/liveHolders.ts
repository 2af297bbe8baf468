import { VolumeCluster } from "../../cluster/volumeCluster.ts";
import { deployedCluster } from "../../pulumi/deployedCluster.ts";
import { changesIn, type EnginePreview } from "../../pulumi/preview.ts";
import { type Holders, mayLoseVolumes } from "./lostVolumes.ts";

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
