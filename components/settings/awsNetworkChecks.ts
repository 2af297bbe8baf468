import type { Place } from "../input/place.ts";
import { prefixOf } from "../machines/subnet.ts";
import type { AwsNetworkSettings, AwsSettings } from "./awsSettings.ts";
import type { WrittenAws } from "./awsShape.ts";
import { isSoundRange } from "./rangeChecks.ts";
import type { Settings } from "./settings.ts";

type Existing = NonNullable<AwsNetworkSettings["existing"]>;
type WrittenNetwork = NonNullable<WrittenAws["network"]>;

/** The range is cut into this many equal parts: a public and a private subnet for each of four zones. */
const parts = 8;
/** The first four addresses of a subnet and the last one: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const reserved = 5;

/** A VPC of its own, or one that is there already. */
export function checkAwsNetwork(
  settings: Settings,
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
    checkRoom(settings, network, place.at("cidr"));
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

function checkRoom({ managers, pools }: Settings, network: AwsNetworkSettings, place: Place): void {
  const zones = typeof network.zones === "number" ? network.zones : Math.max(network.zones.length, 1);
  const size = 2 ** (32 - prefixOf(network.cidr)) / parts;
  // The load balancer has an address in each public subnet.
  const others = reserved + Math.ceil(managers / zones) + (network.private ? 0 : 1);
  // A worker's successor starts before it goes.
  const room = Math.floor((size - others) / 2);
  const workers = pools.reduce((sum, { count }) => sum + Math.ceil(count / zones), 0);
  if (workers > room)
    place.refuse(
      `"${network.cidr}" has room for ${room} workers in each zone, but there may be ${workers}`,
      "use a larger range, for example 10.64.0.0/16, or more zones",
    );
}
