import { badArguments, ownArguments, stackOption } from "../arguments.ts";
import { moveVolume } from "../cluster/moveVolume.ts";
import { VolumeCluster } from "../cluster/volumeCluster.ts";
import { volumeTable } from "../cluster/volumes.ts";
import { deployedCluster } from "../pulumi/deployedCluster.ts";

export const help = `npm run volumes -- [--stack NAME] [move VOLUME NODE | remove VOLUME NODE]

Lists the volumes on the nodes: the services that use them, the node, the size, and which copy is in use.

  move VOLUME NODE     Stops the services that use the volume, copies its data to the node over SSH, compares both
                       copies, and starts the services there. Volumes that the same services use move with it. The
                       old copy stays. If anything fails, the services start again where they were.
  remove VOLUME NODE   Removes a copy that is not in use.

Exit code: 0 done, 1 failed, 2 wrong arguments.`;

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = ownArguments("volumes", args, stackOption, { positionals: 3 });
  const [verb = "list", volume, node] = positionals;
  const isComplete = verb === "list" ? positionals.length === 0 : volume !== undefined && node !== undefined;
  if (!["list", "move", "remove"].includes(verb) || !isComplete)
    throw badArguments("volumes", "it takes nothing, move VOLUME NODE, or remove VOLUME NODE");
  using cluster = new VolumeCluster(deployedCluster(values.stack));
  if (verb === "list") {
    const [services, stored] = await Promise.all([cluster.services(), cluster.stored()]);
    console.log(stored.length > 0 ? volumeTable(stored, services) : "no node has a volume with a name");
  }
  if (verb === "move" && volume && node) await moveVolume(cluster, volume, node);
  if (verb === "remove" && volume && node) await cluster.remove(volume, node);
  return 0;
}
