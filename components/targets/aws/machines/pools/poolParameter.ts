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

/** Characters that SSM takes in an advanced parameter: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const most = 8192;

/** The text that scripts/poolNode.sh reads. */
export function poolParameter(parameter: PoolParameter): string {
  const { token, managers, key, client, images } = parameter;
  return payloadOf([
    ["token", token],
    ...managers.map(({ address, hostKey }) => ["manager", address, hostKey] as const),
    ["key", key],
    ["client", client],
    ["images", poolDigest(parameter)],
    ...byFolder(images).map(([folder, names]) => ["from", folder, ...names] as const),
  ]);
}

/** Why SSM would refuse it; undefined if it would not. */
export function parameterProblem(pool: string, text: string, images: readonly string[]): string | undefined {
  if (text.length <= most) return undefined;
  return `swarm:workers.${pool}: what its machines read before they join has ${text.length} characters, and a parameter of SSM takes ${most}; ${images.length} images are in it\n  → let services share images, or write count instead of min and max: other workers need no parameter`;
}

/** Most references begin alike: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/swarm/prod/shop/`. */
function byFolder(images: readonly string[]): [folder: string, names: string[]][] {
  const folders = new Map<string, string[]>();
  for (const image of images) {
    const end = image.lastIndexOf("/") + 1;
    const folder = image.slice(0, end);
    folders.set(folder, [...(folders.get(folder) ?? []), image.slice(end)]);
  }
  return [...folders];
}
