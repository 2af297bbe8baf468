import { getInstance } from "@pulumi/aws/ec2/getInstance.js";
import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../../combine.ts";
import { labelNames } from "../../../names.ts";
import { impairedInstances, impairedWarning } from "../machines/impairedInstances.ts";
import { RunningInstances } from "../machines/runningInstances.ts";

/** Warns about machines of the cluster that AWS calls impaired, before anything changes. */
export async function reportImpaired(
  region: string,
  clusterId: pulumi.Output<string>,
  options: pulumi.InvokeOptions,
): Promise<void> {
  const cluster = await resolveIfKnown(clusterId);
  if (cluster === undefined) return;
  const ids = await new RunningInstances(cluster, options).ids();
  try {
    for (const id of await impairedInstances(region, ids)) {
      const { tags } = await getInstance({ instanceId: id }, options);
      pulumi.log.warn(impairedWarning(tags[labelNames.node] ?? tags.Name ?? id, id, region));
    }
  } catch (error) {
    pulumi.log.warn(
      `whether machines are impaired was not checked: ${(error as Error).message}\n  → see in AWS whether they pass their status checks`,
    );
  }
}
