import type * as pulumi from "@pulumi/pulumi";
import type { ComposeModel } from "../compose/model.ts";
import type { FileSystem } from "../compose/sharedVolumes.ts";
import type { StackSettings } from "../compose/stackSettings.ts";
import type { StackImages } from "../images/stackImages.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { LiveSwarm } from "../live/liveSwarm.ts";
import type { Machine } from "../machines/machine.ts";
import { stepNames } from "../names.ts";
import type { SwarmCluster } from "../swarm/swarmCluster.ts";
import { ComposeStack } from "./composeStack.ts";

export interface ComposeStacksArgs {
  readonly models: readonly ComposeModel[];
  /** The settings of each model, in the same order. */
  readonly settings: readonly StackSettings[];
  /** The images of each model, in the same order. */
  readonly images: readonly StackImages[];
  readonly keys: ClusterKeys;
  readonly machines: readonly Machine[];
  readonly cluster: SwarmCluster;
  /** What else must exist before a deployment. */
  readonly needs?: readonly pulumi.Resource[] | undefined;
  /** Done when the nodes of pools that scale have the images. */
  readonly pools?: readonly pulumi.Resource[] | undefined;
  /** Names of the pools that scale. */
  readonly scalingPools?: readonly string[] | undefined;
  /** Holds the volumes of type efs. */
  readonly fileSystem?: pulumi.Output<FileSystem> | undefined;
  /** The live state, if it is known: `npm run volumes` may have moved volumes. */
  readonly live?: LiveSwarm | undefined;
  /** Rerun trigger by stack. */
  readonly drift: (stack: string) => pulumi.Output<string>;
}

/** Deploys every stack once all nodes are ready for tasks and have the images. */
export function composeStacks(args: ComposeStacksArgs): ComposeStack[] {
  const {
    models,
    settings,
    images,
    keys,
    machines,
    cluster,
    needs = [],
    pools = [],
    scalingPools,
    live,
    drift,
    fileSystem,
  } = args;
  return models.map(
    (model, index) =>
      new ComposeStack(stepNames.stack.of(model.name), {
        model,
        seed: cluster.seed,
        images: images[index]?.references ?? {},
        tagged: images[index]?.tagged ?? {},
        objectKey: keys.password("stack objects"),
        timeout: settings[index]?.timeout ?? 600,
        machines,
        nodeIds: cluster.nodes.map(({ nodeId }) => nodeId),
        scalingPools,
        live,
        fileSystem,
        swarmId: cluster.swarmId,
        rerunTrigger: drift(model.name),
        // A node is a member once it has the images.
        nodes: [...Object.values(cluster.members), ...needs, ...pools],
      }),
  );
}
