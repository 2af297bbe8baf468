import type { LiveSwarm } from "../live/liveSwarm.ts";
import { labelNames } from "../names.ts";

/**
 * Which nodes hold the volumes, for a preview: `volumes: shop_data on worker-1, shop_log on worker-1`.
 *
 * @param recorded the output of scripts/volumes.sh at the last deployment, which counts only without a live state:
 *   `npm run volumes` may have moved volumes since
 */
export function volumeHolders(
  volumes: readonly string[],
  recorded: string,
  live: LiveSwarm | undefined,
): string {
  const holders = live?.swarm
    ? liveHolders(volumes, live.swarm.nodes)
    : [...recordedHolders(recorded)].map(([volume, node]) => `${volume} on ${node}`);
  return `volumes: ${holders.join(", ") || "on no node yet"}`;
}

function liveHolders(volumes: readonly string[], nodes: NonNullable<LiveSwarm["swarm"]>["nodes"]): string[] {
  return volumes.flatMap((volume) => {
    const holder = nodes.find(({ labels }) => labels[`${labelNames.volume}.${volume}`] === "true");
    return holder ? [`${volume} on ${holder.name}`] : [];
  });
}

/** The node by volume, from the output of scripts/volumes.sh. */
export function recordedHolders(recorded: string): Map<string, string> {
  return new Map(
    recorded.split(" ").flatMap((pair) => {
      const [volume, node] = pair.split("=");
      return volume && node ? [[volume, node]] : [];
    }),
  );
}
