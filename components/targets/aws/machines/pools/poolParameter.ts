import { payloadOf } from "../../../../steps/payload.ts";
import { digestOf } from "../../../../steps/script.ts";
import type { KnownManager } from "../../../../swarm/nodeRequests.ts";

/** What the machines of a pool that scales read before they join, and every few seconds after. */
export interface PoolParameter {
  readonly token: string;
  readonly managers: readonly KnownManager[];
  /** Private SSH key for node requests. */
  readonly key: string;
  /** Docker's configuration with logins for registries. */
  readonly client: string;
  readonly images: readonly string[];
  /** Labels of the nodes of all pools, by pool: the managers set them when a machine says that it is ready. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Changes with what a machine has to pull, and with labels: machines that have others say again that they are ready. */
export function poolDigest({ images, labels }: Pick<PoolParameter, "images" | "labels">): string {
  return digestOf(JSON.stringify(labels), ...images);
}

/** The text that scripts/poolNode.sh reads. */
export function poolParameter(parameter: PoolParameter): string {
  const { token, managers, key, client, images } = parameter;
  return payloadOf([
    ["token", token],
    ...managers.map(({ address, hostKey }) => ["manager", address, hostKey] as const),
    ["key", key],
    ["client", client],
    ["images", poolDigest(parameter), ...images],
  ]);
}
