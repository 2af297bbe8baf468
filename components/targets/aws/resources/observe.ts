import * as pulumi from "@pulumi/pulumi";
import type { ClusterIdentity } from "../../../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../../../keys/clusterKeys.ts";
import type { Observed } from "../../../live/driftCorrection.ts";
import { foreignSwarmError } from "../../../live/foreignSwarm.ts";
import type { LiveSwarm } from "../../../live/liveSwarm.ts";
import type { ManagerEndpoint } from "../../../live/probe.ts";
import { quorumError } from "../../../live/quorum.ts";
import { firstOf, readLiveState } from "../../../live/readLiveState.ts";
import { refusal } from "../../../live/refusal.ts";
import { resolveIfKnown } from "../../../live/resolveIfKnown.ts";
import { machineSpecs } from "../../../settings/machineSpecs.ts";
import type { Connection, Endpoint } from "../../../steps/connection.ts";
import { machineUser } from "../machines/bootData.ts";
import { RunningInstances } from "../machines/runningInstances.ts";
import type { AwsClusterSettings } from "../settings/settings.ts";
import { isPreview } from "./isPreview.ts";
import { tagsOf } from "./tags.ts";

/** What was observed of a cluster on AWS. */
export interface ObservedAws extends Observed {
  /** True if no manager has a disk, so that there was never a swarm: an earlier `up` stopped before. */
  readonly isNew: boolean;
}

export interface ObserveArgs {
  readonly settings: AwsClusterSettings;
  readonly keys: ClusterKeys;
  readonly identity: ClusterIdentity;
  /** The private address that a manager keeps. */
  readonly addressOf: (index: number) => string;
  readonly options: pulumi.InvokeOptions;
  /** How often managers are asked that do not answer: SSH may be open since a moment; default 1. */
  readonly tries?: number;
}

/**
 * Reads the live state, over the same connections as the steps; undefined if there is no cluster yet.
 *
 * @throws if the cluster cannot be recovered automatically
 */
export async function observe(args: ObserveArgs, read = readLiveState): Promise<ObservedAws | undefined> {
  const { settings, keys, identity, addressOf, options, tries = 1 } = args;
  const [exists, cluster] = await Promise.all([
    resolveIfKnown(keys.clusterExists),
    resolveIfKnown(identity.id),
  ]);
  if (!exists || cluster === undefined) return undefined;
  const { project, stack, seed, recover, own } = settings;
  const instances = new RunningInstances(cluster, options);
  const nameOf = (name: string) =>
    tagsOf({ project, stack, cluster: { id: cluster }, tags: {} }, name).Name as string;
  const specs = machineSpecs(settings);
  const managers = specs.filter(({ role }) => role === "manager");

  const bastion = own.network.private ? await instances.find("Name", nameOf("bastion")) : undefined;
  const proxy = bastion && (await endpoint(keys, "bastion", bastion.publicAddress ?? ""));
  const endpointsOf = async (names: readonly string[]) => {
    const all = await Promise.all(
      names.map(async (name): Promise<ManagerEndpoint[]> => {
        const found = await instances.of(name);
        const host = own.network.private ? found?.privateAddress : found?.publicAddress;
        if (host === undefined || (own.network.private && !proxy)) return [];
        const connection: Connection = { ...(await endpoint(keys, name, host)), ...(proxy ? { proxy } : {}) };
        return [{ name, connection }];
      }),
    );
    return all.flat();
  };
  const endpoints = (await endpointsOf(managers.map(({ name }) => name))).sort(firstOf(seed));
  let live = await read({ endpoints, nodes: specs, endpointsOf });
  for (let left = tries; left > 1 && isSilent(live); left--)
    live = await read({ endpoints, nodes: specs, endpointsOf });
  if (cannotReach(live)) return undefined;

  const lost = new Set<string>();
  if (!live.swarm)
    for (const { name } of managers)
      if (!(await instances.hasVolume("Name", nameOf(`${name}-data`)))) lost.add(name);
  const identities = managers.map(({ name, index }) => ({
    name,
    address: addressOf(index),
    isLost: () => lost.has(name),
  }));
  const unusable = refusal(
    foreignSwarmError({ live, cluster, seed }),
    quorumError({ live, managers: identities, seed, recover, cluster }),
  );
  if (unusable) throw unusable;
  const isNew = lost.size === managers.length;
  return { live, isReplaced: (name) => instances.isMissing(name), isNew };
}

async function endpoint(keys: ClusterKeys, name: string, host: string): Promise<Endpoint> {
  const [client, hostKey] = (await resolveIfKnown(pulumi.all([keys.client, keys.host(name)]))) ?? [];
  return {
    host,
    port: 22,
    user: machineUser,
    privateKey: client?.compactKey ?? "",
    hostKey: hostKey?.publicKey ?? "",
  };
}

function isSilent({ managers, failures }: LiveSwarm): boolean {
  return Object.keys(failures).length > 0 && !Object.values(managers).some(Boolean);
}

/**
 * Warns if no manager answers and this is only a preview: it may run where SSH is not open to it, such as
 * on a runner that previews pull requests.
 */
function cannotReach(live: LiveSwarm): boolean {
  const [first] = Object.entries(live.failures);
  if (!isPreview(pulumi.runtime.isDryRun()) || !first || !isSilent(live)) return false;
  pulumi.log.warn(
    `the swarm was not checked for drift: no manager answers over SSH (${first[0]}: ${first[1]})\n  → run npm run preview from an address in swarm:aws.adminCidrs to see what was changed by hand`,
  );
  return true;
}
