import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import { isSubnet, overlap, prefixOf, rangeBeside } from "../net/cidr.ts";
import { checkAws } from "../targets/aws/settings/checks.ts";
import { checkHosts } from "../targets/hosts/settings/checks.ts";
import { checkNodes } from "./nodesChecks.ts";
import { isSoundRange } from "./rangeChecks.ts";
import type { Settings } from "./settings.ts";
import type { WrittenSettings } from "./settingsSchema.ts";
import { isLocal, machineRange } from "./targetFacts.ts";

/** The machines' network also holds the registry and the entry point. */
const neighbours = 2;

/** Checks that need several settings; ignores blocks of other targets. */
export function checkSettings(settings: Settings, written: WrittenSettings, path: DiagnosticPath): void {
  checkSeed(settings, written, path);
  if (isLocal(settings)) checkSubnet(settings, path.at("local").at("subnet"));
  else if (settings.hosts) checkHosts(settings, written, path);
  else checkAws(settings, written.aws ?? {}, path);
  checkAdoption(settings, path.at("adopt"));
  checkAddressPool(settings, path);
  checkNodes(settings, path);
}

function checkSeed(
  { seed, managers, hosts }: Settings,
  written: WrittenSettings,
  path: DiagnosticPath,
): void {
  const key = written.recover ? "recover" : "seed";
  const listed = hosts?.machines.filter(({ role }) => role === "manager").map(({ name }) => name);
  const names = listed ?? Array.from({ length: managers }, (_, index) => `manager-${index}`);
  // A list without a manager has its own diagnostic.
  if (names.length === 0 || names.includes(seed)) return;
  const numbered = names.length === 1 ? "manager-0" : `manager-0 to manager-${managers - 1}`;
  path
    .at(key)
    .error(
      `must be one of the managers, ${listed?.join(", ") ?? numbered}, but is ${JSON.stringify(seed)}`,
      `set swarm:${key} to ${names[0]}`,
    );
}

/** Other targets create their machines with the cluster, so these are in no existing swarm. */
function checkAdoption({ adopt, target }: Settings, path: DiagnosticPath): void {
  if (adopt !== undefined && target !== "hosts")
    path.error(`takes over a swarm of existing machines, but swarm:target is ${target}`, "remove it");
}

function checkSubnet({ local: { subnet }, pools }: Settings, path: DiagnosticPath): void {
  if (!isSoundRange(subnet, [16, 26], "172.31.0.0/24", path)) return;
  // Managers have .10 to .16; the rest use the upper half, where a worker's replacement needs one more.
  const addresses = 2 ** (31 - prefixOf(subnet)) - 1;
  const workers = pools.reduce((sum, pool) => sum + pool.count, 0);
  const room = Math.floor((addresses - neighbours) / 2);
  if (workers > room)
    path.error(
      `"${subnet}" has room for ${room} workers, but there are ${workers}`,
      "use a larger range, for example 10.200.0.0/16",
    );
}

function checkAddressPool(settings: Settings, path: DiagnosticPath): void {
  const { addressPool } = settings;
  const here = path.at("addressPool");
  if (!isSoundRange(addressPool, [8, 22], "10.128.0.0/16", here)) return;
  const machines = machineRange(settings);
  if (!machines || !isSubnet(machines.range) || !overlap(addressPool, machines.range)) return;
  here.error(
    `"${addressPool}" overlaps the machines' network, ${machines.setting} "${machines.range}"`,
    `use another range, for example ${rangeBeside(machines.range)}`,
  );
}
