import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import { isPrivate, isSubnet, networkOf, overlap, prefixOf } from "../net/cidr.ts";

/** Networks that every engine creates, including the machines' engines. */
const engineNetworks = { "172.17.0.0/16": "docker's bridge", "172.18.0.0/16": "docker's gateway bridge" };

/** Checks a private range by itself; true if it is valid. */
export function isSoundRange(
  range: string,
  [shortest, longest]: readonly [number, number],
  example: string,
  path: DiagnosticPath,
): boolean {
  const form = `must be a range of IPv4 addresses, /${shortest} to /${longest}, but is "${range}"`;
  if (!isSubnet(range) || prefixOf(range) < shortest || prefixOf(range) > longest)
    path.error(form, `write for example ${example}`);
  else if (networkOf(range) !== range)
    path.error(`"${range}" names an address inside a range`, `write ${networkOf(range)}`);
  else if (!isPrivate(range))
    path.error(`"${range}" belongs to the internet`, `use a private range, for example ${example}`);
  else return checkEngineNetworks(range, example, path);
  return false;
}

function checkEngineNetworks(range: string, example: string, path: DiagnosticPath): boolean {
  const clashes = Object.entries(engineNetworks).filter(([network]) => overlap(network, range));
  for (const [network, owner] of clashes)
    path.error(`"${range}" overlaps ${network}, ${owner}`, `use another range, for example ${example}`);
  return clashes.length === 0;
}
