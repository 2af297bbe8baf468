import type { ComposeModel } from "../../../compose/model.ts";
import { distinctPorts } from "../../../entrypoint/entryPoint.ts";
import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { prefixOf } from "../../../net/cidr.ts";
import { isSoundRange } from "../../../settings/rangeChecks.ts";
import type { Settings } from "../../../settings/settings.ts";
import type { LocalSettings } from "./settings.ts";

/** The machines' network also holds the registry and the entry point. */
const neighbours = 2;

/** Checks the machines' network. */
export function checkSubnet({ own: { subnet }, pools }: Settings<LocalSettings>, path: DiagnosticPath): void {
  const here = path.at("local").at("subnet");
  if (!isSoundRange(subnet, [16, 26], "172.31.0.0/24", here)) return;
  // Managers have .10 to .16; the rest use the upper half, where a worker's replacement needs one more.
  const addresses = 2 ** (31 - prefixOf(subnet)) - 1;
  const workers = pools.reduce((sum, pool) => sum + pool.count, 0);
  const room = Math.floor((addresses - neighbours) / 2);
  if (workers > room)
    here.error(
      `"${subnet}" has room for ${room} workers, but there are ${workers}`,
      "use a larger range, for example 10.200.0.0/16",
    );
}

/** Each is also a port of this computer, and a process of its engine. */
const mostFronts = 1000;

/** Checks the loopback ports of the published ports. */
export function checkPublishedPorts(
  { own }: Settings<LocalSettings>,
  models: readonly ComposeModel[],
  path: DiagnosticPath,
): void {
  const here = path.at("local").at("port");
  const ports = distinctPorts(models.flatMap((model) => model.ports));
  const count = ports.filter(({ protocol }) => protocol === "tcp").length;
  if (count > mostFronts)
    here.error(
      `${count} TCP ports are published, but this computer's load balancer serves ${mostFronts}`,
      "publish fewer; services of one network reach all ports of each other",
    );
  const last = own.port + Math.max(count, 1) - 1;
  if (last > 65535)
    here.error(`is ${own.port}, which leaves too few for ${count} published ports`, "use a lower one");
  if (own.port <= own.firstPort + 9 && own.firstPort <= last)
    here.error(
      `the ports ${own.port} to ${last} and the ten from swarm:local.firstPort ${own.firstPort} overlap`,
      "set one of the two to another number",
    );
}
