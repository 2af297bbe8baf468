import type { Place } from "../input/place.ts";
import { networkPlan } from "../machines/ec2/networkPlan.ts";
import { prefixOf } from "../machines/subnet.ts";
import type { AwsNetworkSettings, AwsSettings } from "./awsSettings.ts";
import type { WrittenAws } from "./awsShape.ts";
import { isSoundRange } from "./rangeChecks.ts";
import type { Settings } from "./settings.ts";

type Existing = NonNullable<AwsNetworkSettings["existing"]>;
type WrittenNetwork = NonNullable<WrittenAws["network"]>;

/** AWS keeps the first four addresses of a subnet and the last one: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const reserved = 5;
/** A load balancer wants as many free addresses: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html */
const forLoadBalancer = 8;

/** A VPC of its own, or one that is there already. */
export function checkAwsNetwork(
  pools: Settings["pools"],
  { region, network }: AwsSettings,
  written: WrittenNetwork,
  place: Place,
): void {
  if (network.existing) {
    checkIdle(written, place);
    checkSubnets(network.existing, network.private, place.at("existing"));
    return;
  }
  if (network.natPerZone && !network.private)
    place
      .at("natPerZone")
      .refuse("is of use to private nodes only", "set swarm:aws.network.private to true, or remove it");
  checkZones(region, network, place.at("zones"));
  if (isSoundRange(network.cidr, [16, 24], "10.64.0.0/16", place.at("cidr")))
    checkRoom(pools, network, place.at("cidr"));
}

/** What nobody would look at. */
function checkIdle(written: WrittenNetwork, place: Place): void {
  for (const key of ["cidr", "zones", "natPerZone"] as const)
    if (written[key] !== undefined)
      place.at(key).refuse("belongs to a VPC of its own, not to swarm:aws.network.existing", "remove it");
}

function checkSubnets(existing: Existing, isPrivate: boolean, place: Place): void {
  const here = place.at("privateSubnets");
  const { publicSubnets, privateSubnets } = existing;
  for (const subnet of privateSubnets.filter((id) => publicSubnets.includes(id)))
    here.refuse(`"${subnet}" is among the public subnets too`, "remove it from one of them");
  if (!here.isSound()) return;
  if (isPrivate && privateSubnets.length === 0)
    here.refuse(
      "has no subnet, but swarm:aws.network.private is true",
      "write for example privateSubnets: [subnet-0123456789abcdef0]",
    );
  if (!isPrivate && privateSubnets.length > 0)
    here.refuse("is of use to private nodes only", "set swarm:aws.network.private to true, or remove it");
}

function checkZones(region: string, { zones }: AwsNetworkSettings, place: Place): void {
  if (!region || typeof zones === "number") return;
  for (const zone of zones.filter((name) => name.slice(0, -1) !== region))
    place.refuse(`"${zone}" is not in ${region}`, `use zones of ${region}, for example ${region}a`);
}

/** Managers have subnets of their own; a worker's successor starts before it goes. */
function checkRoom(pools: Settings["pools"], network: AwsNetworkSettings, place: Place): void {
  const { cidr, zones } = network;
  const count = typeof zones === "number" ? zones : Math.max(zones.length, 1);
  const plan = networkPlan(cidr, Array(count).fill(""));
  const [subnet] = network.private ? plan.privateSubnets : plan.publicSubnets;
  const size = 2 ** (32 - prefixOf(subnet?.cidr ?? cidr)) - reserved;
  const room = Math.floor((network.private ? size : size - forLoadBalancer) / 2);
  const workers = pools.reduce((sum, pool) => sum + Math.ceil(pool.count / count), 0);
  if (workers > room)
    place.refuse(
      `"${cidr}" has room for ${room} ${room === 1 ? "worker" : "workers"} in each zone, but there may be ${workers}`,
      "use a larger range, for example 10.64.0.0/16, or more zones",
    );
}
