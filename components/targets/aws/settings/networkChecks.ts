import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { prefixOf } from "../../../net/cidr.ts";
import { isSoundRange } from "../../../settings/rangeChecks.ts";
import type { Settings } from "../../../settings/settings.ts";
import { networkPlan } from "./networkPlan.ts";
import type { AwsPart } from "./schema.ts";
import type { AwsNetworkSettings, AwsSettings } from "./settings.ts";

type Existing = NonNullable<AwsNetworkSettings["existing"]>;
type WrittenNetwork = AwsPart<"network">;

/**
 * AWS reserves the first four addresses of a subnet and the last one:
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const reserved = 5;
/**
 * A load balancer needs this many free addresses:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html
 */
const forLoadBalancer = 8;

/** Checks a new VPC, or the reference to an existing one. */
export function checkAwsNetwork(
  pools: Settings["pools"],
  { region, network }: AwsSettings,
  written: WrittenNetwork,
  path: DiagnosticPath,
): void {
  if (network.existing) {
    checkIdle(written, path);
    checkSubnets(network.existing, network.private, path.at("existing"));
    return;
  }
  if (network.natPerZone && !network.private)
    path
      .at("natPerZone")
      .error("is of use to private nodes only", "set swarm:aws.network.private to true, or remove it");
  checkZones(region, network, path.at("zones"));
  if (isSoundRange(network.cidr, [16, 24], "10.64.0.0/16", path.at("cidr")))
    checkRoom(pools, network, path.at("cidr"));
}

/** Reports settings that have no effect. */
function checkIdle(written: WrittenNetwork, path: DiagnosticPath): void {
  for (const key of ["cidr", "zones", "natPerZone", "endpoints"] as const)
    if (written[key] !== undefined)
      path.at(key).error("belongs to a VPC of its own, not to swarm:aws.network.existing", "remove it");
}

function checkSubnets(existing: Existing, isPrivate: boolean, path: DiagnosticPath): void {
  const here = path.at("privateSubnets");
  const { publicSubnets, privateSubnets } = existing;
  for (const subnet of privateSubnets.filter((id) => publicSubnets.includes(id)))
    here.error(`"${subnet}" is among the public subnets too`, "remove it from one of them");
  if (!here.isSound()) return;
  if (isPrivate && privateSubnets.length === 0)
    here.error(
      "has no subnet, but swarm:aws.network.private is true",
      "write for example privateSubnets: [subnet-0123456789abcdef0]",
    );
  if (!isPrivate && privateSubnets.length > 0)
    here.error("is of use to private nodes only", "set swarm:aws.network.private to true, or remove it");
}

function checkZones(region: string, { zones }: AwsNetworkSettings, path: DiagnosticPath): void {
  if (!region || typeof zones === "number") return;
  for (const zone of zones.filter((name) => name.slice(0, -1) !== region))
    path.error(`"${zone}" is not in ${region}`, `use zones of ${region}, for example ${region}a`);
}

/** Managers have subnets of their own; a worker's replacement starts before the old one is deleted. */
function checkRoom(pools: Settings["pools"], network: AwsNetworkSettings, path: DiagnosticPath): void {
  const { cidr, zones, endpoints } = network;
  const count = typeof zones === "number" ? zones : Math.max(zones.length, 1);
  const plan = networkPlan(cidr, Array(count).fill(""));
  const [subnet] = network.private ? plan.privateSubnets : plan.publicSubnets;
  // Each endpoint takes an address in each zone.
  const size = 2 ** (32 - prefixOf(subnet?.cidr ?? cidr)) - reserved - endpoints.length;
  const room = Math.floor((network.private ? size : size - forLoadBalancer) / 2);
  const workers = pools.reduce(
    (sum, pool) => sum + Math.ceil(Math.max(pool.count, pool.max ?? 0) / count),
    0,
  );
  if (workers > room)
    path.error(
      `"${cidr}" has room for ${room} ${room === 1 ? "worker" : "workers"} in each zone, but there may be ${workers}`,
      "use a larger range, for example 10.64.0.0/16, or more zones",
    );
}
