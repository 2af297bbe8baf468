import { labelNames } from "../../names.ts";
import type { EngineNode } from "../judge/engineJson.ts";
import { EngineRefusal } from "./failures.ts";
import type { Host } from "./host.ts";
import { nodes } from "./stackQuery.ts";

/** Deployments of several stacks change nodes at the same time, and swarm refuses the second one. */
const attempts = 5;

/**
 * Pauses nodes that are Down and lack the images of this deployment: a node that comes back gets no tasks until
 * an `up` has pulled its images and made it active again.
 *
 * @param names of the nodes in the settings
 */
export async function pauseAwayNodes(host: Host, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  for (const node of await nodes(host.engine)) {
    const name = node.Spec.Labels?.[labelNames.node] ?? "";
    if (!names.includes(name) || node.Status.State !== "down") continue;
    host.say(
      `node ${name} is Down: deployed without it; it gets no tasks until npm run up has pulled its images`,
    );
    await pause(host, node);
  }
}

/** Whether this cluster's node, or its pool, is no longer in the settings: it leaves after the deployment. */
export function isLeaving({ ID, Spec }: EngineNode, cluster: string, staying: readonly string[]): boolean {
  const labels = Spec.Labels ?? {};
  const isOurs = labels[labelNames.cluster] === cluster;
  return isOurs && staying.length > 0 && !staying.includes(labels[labelNames.pool] ?? ID);
}

/**
 * Pauses nodes that leave after the deployment, because they do not have its images. Their tasks run on. A node
 * that holds volumes stays active: services that stay with them could run nowhere else.
 *
 * @param staying ids of the nodes in the settings, and names of the pools that scale
 */
export async function pauseLeavingNodes(
  host: Host,
  cluster: string,
  staying: readonly string[],
): Promise<void> {
  for (const node of await nodes(host.engine)) {
    const labels = Object.keys(node.Spec.Labels ?? {});
    const holdsVolumes = labels.some((label) => label.startsWith(`${labelNames.volume}.`));
    if (isLeaving(node, cluster, staying) && !holdsVolumes) await pause(host, node);
  }
}

async function pause({ engine }: Host, { ID }: EngineNode): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const node = (await nodes(engine)).find((one) => one.ID === ID);
    if (node?.Spec.Availability !== "active") return;
    const path = `/nodes/${ID}/update?version=${node.Version.Index}`;
    const { Labels } = node.Spec;
    // nodeRequest.sh makes such a node active again, should its pool stay after all.
    const more = Labels?.[labelNames.pool] === undefined ? {} : { [labelNames.paused]: "images" };
    try {
      return await engine.post(path, {
        ...node.Spec,
        Availability: "pause",
        Labels: { ...Labels, ...more },
      });
    } catch (error) {
      if (!(error instanceof EngineRefusal) || attempt >= attempts) throw error;
    }
  }
}
