import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../../combine.ts";
import type { ClusterIdentity } from "../../../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../../../keys/clusterKeys.ts";
import type { Observed } from "../../../live/driftCorrection.ts";
import { foreignSwarmError } from "../../../live/foreignSwarm.ts";
import type { LiveSwarm } from "../../../live/liveSwarm.ts";
import type { ManagerEndpoint } from "../../../live/probe.ts";
import { quorumError } from "../../../live/quorum.ts";
import { firstOf, readLiveState } from "../../../live/readLiveState.ts";
import { refusal } from "../../../live/refusal.ts";
import { machineSpecs } from "../../../settings/machineSpecs.ts";
import type { Connection, Endpoint } from "../../../steps/connection.ts";
import { bastionWaits } from "../../../steps/times.ts";
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
  /** How often to ask managers that do not answer: SSH may have been opened a moment ago; default 1. */
  readonly tries?: number;
  /** Starts a bastion that somebody stopped; default: it stays stopped. */
  readonly startBastion?: (instanceId: string) => Promise<unknown>;
  /** How long to ask managers behind a bastion that has just started. */
  readonly waits?: typeof bastionWaits;
}

/**
 * Reads the live state, over the same connections as the steps; undefined if there is no cluster yet.
 *
 * @throws if the cluster cannot be recovered automatically
 */
export async function observe(args: ObserveArgs, read = readLiveState): Promise<ObservedAws | undefined> {
  const { settings, keys, identity, addressOf, options, waits = bastionWaits } = args;
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

  const bastion = own.network.private
    ? await findBastion(instances, nameOf("bastion"), args.startBastion)
    : undefined;
  const { address = "", problem } = bastion ?? {};
  const proxy = bastion && problem === undefined ? await endpoint(keys, "bastion", address) : undefined;
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
  const { tries, between } = bastion?.isNew ? waits : { tries: args.tries ?? 1, between: 0 };
  const ask = () => read({ endpoints, nodes: specs, endpointsOf });
  let live = problem === undefined ? await ask() : unreachable(managers, instances, problem);
  for (let left = tries; left > 1 && problem === undefined && isSilent(live); left--) {
    await sleep(between * 1000);
    live = await ask();
  }
  if (cannotReach(live, problem)) return undefined;

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

/** The way in to private nodes. */
interface FoundBastion {
  readonly address?: string | undefined;
  /** True: it has just started. */
  readonly isNew?: boolean;
  /** Why nothing can go through it. */
  readonly problem?: string;
}

async function findBastion(
  instances: RunningInstances,
  name: string,
  start: ObserveArgs["startBastion"],
): Promise<FoundBastion> {
  const running = await instances.find("Name", name);
  if (running) return { address: running.publicAddress };
  const id = await instances.stopped("Name", name);
  if (id === undefined) return { problem: "there is no bastion; up makes one" };
  if (!start) return { problem: `the bastion ${id} is stopped; up starts it` };
  pulumi.log.info(`starts the bastion ${id}, which is stopped`);
  await start(id);
  const started = await instances.find("Name", name);
  return started
    ? { address: started.publicAddress, isNew: true }
    : { problem: `the bastion ${id} does not start` };
}

/** Managers whose machines run, but nobody can ask them. */
function unreachable(
  managers: readonly { readonly name: string }[],
  instances: RunningInstances,
  problem: string,
): LiveSwarm {
  const names = managers.map(({ name }) => name).filter((name) => !instances.isMissing(name));
  return {
    managers: Object.fromEntries(names.map((name) => [name, undefined])),
    failures: Object.fromEntries(names.map((name) => [name, problem])),
  };
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
function cannotReach(live: LiveSwarm, problem: string | undefined): boolean {
  const [first] = Object.entries(live.failures);
  if (!isPreview(pulumi.runtime.isDryRun()) || !first || !isSilent(live)) return false;
  pulumi.log.warn(
    `the swarm was not checked for drift: no manager answers over SSH (${first[0]}: ${first[1]})\n  → ${problem === undefined ? "run npm run preview from an address in swarm:aws.adminCidrs" : "run npm run up"} to see what was changed by hand`,
  );
  return true;
}
