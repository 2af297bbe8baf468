import { isEncrypted } from "../../compose/translate/encryptNetworks.ts";
import { labelNames } from "../../names.ts";
import type { Deployment, ExternalObject } from "../deployment.ts";
import { DeploymentFailure, withHint } from "./failures.ts";
import { type Host, isSoon } from "./host.ts";
import { networks, objects, stackFilter, stackServices } from "./stackQuery.ts";

/** Identity of the cluster that deploys. */
export interface Owner {
  readonly cluster: string;
  /** Id of the swarm that the settings adopt; empty or a hyphen if none. */
  readonly adopt: string;
}

/** Checks all that can be wrong before anything changes. */
export async function check(host: Host, deployment: Deployment, owner: Owner): Promise<void> {
  await checkOwner(host, deployment, owner);
  await checkExternals(host, deployment);
  await checkNetworks(host, deployment);
}

/** A stack of this name that others deployed is not this cluster's, unless the settings adopt the swarm. */
async function checkOwner({ engine }: Host, { stack }: Deployment, { cluster, adopt }: Owner): Promise<void> {
  if (await isAdopted()) return;
  const services = await stackServices(engine, stack);
  const foreign = services.filter(({ Spec }) => Spec.Labels?.[labelNames.cluster] !== cluster);
  if (foreign.length > 0)
    throw refused(
      "service",
      foreign.map(({ Spec }) => Spec.Name),
    );
  const ours = await networks(engine, stackFilter(stack, cluster));
  const others = (await networks(engine, stackFilter(stack))).filter(
    ({ id }) => !ours.some((one) => one.id === id),
  );
  if (others.length > 0)
    throw refused(
      "network",
      others.map(({ name }) => name),
    );

  async function isAdopted() {
    if (adopt === "" || adopt === "-") return false;
    const info = await engine.get<{ Swarm?: { Cluster?: { ID?: string } } }>("/info");
    return info.Swarm?.Cluster?.ID === adopt;
  }
  function refused(kind: string, names: readonly string[]) {
    return new DeploymentFailure(
      withHint(
        `stack ${stack} is in the swarm already, and this cluster has not deployed its ${kind} ${names.join(",")}`,
        `nothing was changed; give the stack of the settings another name, or remove the other one first: npm run docker -- stack rm ${stack}`,
      ),
    );
  }
}

/** Another stack that creates some of these may be deploying at the same time. */
async function checkExternals(host: Host, { stack, externals }: Deployment): Promise<void> {
  if (externals.length === 0) return;
  let missing: readonly ExternalObject[] = externals;
  await isSoon(host, 10, async () => {
    missing = await missingExternals(host, missing);
    return missing.length === 0;
  });
  if (missing.length === 0) return;
  const problems = missing.map(({ kind, name, services }) =>
    withHint(
      `stack ${stack}: the external ${kind} ${name}, for ${services.join(",")}, is not in the swarm`,
      waysToMake(kind, name),
    ),
  );
  throw new DeploymentFailure(...problems);
}

async function missingExternals(
  { engine }: Host,
  wanted: readonly ExternalObject[],
): Promise<ExternalObject[]> {
  const namesOf = async (kind: ExternalObject["kind"]) => {
    const names = wanted.filter((one) => one.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const found =
      kind === "network"
        ? await networks(engine, { scope: ["swarm"] })
        : await objects(engine, kind, { name: names });
    return found.map(({ name }) => `${kind} ${name}`);
  };
  const there = new Set((await Promise.all((["config", "secret", "network"] as const).map(namesOf))).flat());
  return wanted.filter(({ kind, name }) => !there.has(`${kind} ${name}`));
}

function waysToMake(kind: ExternalObject["kind"], name: string): string {
  if (kind === "network")
    return `make it: npm run docker -- network create --driver overlay ${name}; or remove external`;
  return `make it: npm run docker -- ${kind} create ${name} FILE; or remove external and name a file`;
}

interface EngineNetwork {
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
}

/** docker silently ignores a changed definition of an existing network. */
async function checkNetworks({ engine }: Host, { stack, networks: wanted }: Deployment): Promise<void> {
  for (const { name, traits } of wanted) {
    if (traits === undefined) continue;
    const found = await engine.find<EngineNetwork>(`/networks/${encodeURIComponent(name)}`);
    if (!found) continue;
    const all = traitsOf(found);
    const actual = (traits.includes("subnets=") ? all : all.slice(0, 3)).join(" ");
    if (actual === traits) continue;
    throw new DeploymentFailure(
      withHint(
        `stack ${stack}: the network ${name} is ${actual} in the swarm, but ${traits} in the file; swarm changes no network`,
        "rename its key in the file to create a new network, or remove the stack first",
      ),
    );
  }
}

/** In the format of `deployment.ts`. */
function traitsOf({ Internal, Attachable, Options, IPAM }: EngineNetwork): string[] {
  const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
  return [
    `internal=${Internal === true}`,
    `attachable=${Attachable === true}`,
    `encrypted=${isEncrypted(Options)}`,
    `subnets=${subnets.join(",")}`,
  ];
}
