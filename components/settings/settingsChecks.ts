import type { Place } from "../input/place.ts";
import { isPrivate, isSubnet, networkOf, overlap, prefixOf } from "../machines/subnet.ts";
import type { Settings } from "./settings.ts";

/** Networks that every engine makes for itself, the machines' engines too. */
const engineNetworks = { "172.17.0.0/16": "docker's bridge", "172.18.0.0/16": "docker's gateway bridge" };

/** The registry and the entry point live beside the machines. */
const neighbours = 2;

/** What only shows when the settings are seen together. */
export function checkSettings(settings: Settings, place: Place): void {
  checkTarget(settings, place.at("target"));
  checkSeed(settings, place.at("seed"));
  const subnetIsSound = checkSubnet(settings, place.at("local").at("subnet"));
  checkAddressPool(settings, subnetIsSound, place.at("addressPool"));
}

function checkTarget({ target }: Settings, place: Place): void {
  if (target !== "local") place.refuse(`"${target}" is not built yet`, "set swarm:target to local");
}

function checkSeed({ seed, managers }: Settings, place: Place): void {
  const names = Array.from({ length: managers }, (_, index) => `manager-${index}`);
  if (names.includes(seed)) return;
  const known = names.length === 1 ? "manager-0" : `manager-0 to manager-${managers - 1}`;
  place.refuse(
    `must be one of the managers, ${known}, but is ${JSON.stringify(seed)}`,
    "set swarm:seed to manager-0",
  );
}

/** Faults of a range by itself; true where it has none. */
function isSound(
  range: string,
  [shortest, longest]: [number, number],
  example: string,
  place: Place,
): boolean {
  const form = `must be a range of IPv4 addresses, /${shortest} to /${longest}, but is "${range}"`;
  if (!isSubnet(range) || prefixOf(range) < shortest || prefixOf(range) > longest)
    place.refuse(form, `write for example ${example}`);
  else if (networkOf(range) !== range)
    place.refuse(`"${range}" names an address inside a range`, `write ${networkOf(range)}`);
  else if (!isPrivate(range))
    place.refuse(`"${range}" belongs to the internet`, `use a private range, for example ${example}`);
  else return checkEngineNetworks(range, example, place);
  return false;
}

function checkEngineNetworks(range: string, example: string, place: Place): boolean {
  const clashes = Object.entries(engineNetworks).filter(([network]) => overlap(network, range));
  for (const [network, owner] of clashes)
    place.refuse(`"${range}" overlaps ${network}, ${owner}`, `use another range, for example ${example}`);
  return clashes.length === 0;
}

function checkSubnet({ local: { subnet }, pools }: Settings, place: Place): boolean {
  if (!isSound(subnet, [16, 26], "172.31.0.0/24", place)) return false;
  // Managers have .10 to .16; all else comes from the upper half, and a worker's successor starts before it goes.
  const addresses = 2 ** (31 - prefixOf(subnet)) - 1;
  const workers = pools.reduce((sum, pool) => sum + pool.count, 0);
  const room = Math.floor((addresses - neighbours) / 2);
  if (workers > room)
    place.refuse(
      `"${subnet}" has room for ${room} workers, but there are ${workers}`,
      "use a larger range, for example 10.200.0.0/16",
    );
  return true;
}

function checkAddressPool({ addressPool, local }: Settings, subnetIsSound: boolean, place: Place): void {
  if (!isSound(addressPool, [8, 22], "10.128.0.0/16", place)) return;
  if (subnetIsSound && overlap(addressPool, local.subnet))
    place.refuse(
      `"${addressPool}" overlaps the machines' network, swarm:local.subnet "${local.subnet}"`,
      "use another range, for example 10.128.0.0/16",
    );
}
