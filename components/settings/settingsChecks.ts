import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import { isSubnet, overlap, rangeBeside } from "../net/cidr.ts";
import { checkNodes } from "./nodesChecks.ts";
import { isSoundRange } from "./rangeChecks.ts";
import type { Settings } from "./settings.ts";
import type { WrittenSettings } from "./settingsSchema.ts";
import type { ListedMachine, MachineRange, TargetSettings } from "./targetSettings.ts";

/** Checks that need several settings; ignores blocks of other targets. */
export function checkSettings(
  settings: Settings,
  target: TargetSettings,
  written: WrittenSettings,
  path: DiagnosticPath,
): void {
  const listed = target.listedMachines?.(settings.own);
  checkSeed(settings, listed, written, path);
  checkScaling(written, target, path.at("workers"));
  target.check?.(settings, written, path);
  checkAdoption(settings, target, path.at("adopt"));
  checkAddressPool(settings, target.machineRange?.(settings.own), path);
  checkNodes(settings, listed, path);
}

function checkSeed(
  { seed, managers }: Settings,
  machines: readonly ListedMachine[] | undefined,
  written: WrittenSettings,
  path: DiagnosticPath,
): void {
  const key = written.recover ? "recover" : "seed";
  const listed = machines?.filter(({ role }) => role === "manager").map(({ name }) => name);
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
function checkAdoption({ adopt }: Settings, { name, adopts }: TargetSettings, path: DiagnosticPath): void {
  if (adopt !== undefined && !adopts)
    path.error(`takes over a swarm of existing machines, but swarm:target is ${name}`, "remove it");
}

function checkScaling({ workers = 0 }: WrittenSettings, target: TargetSettings, path: DiagnosticPath): void {
  for (const [name, { count, min, max }] of typeof workers === "number" ? [] : Object.entries(workers)) {
    const here = path.at(name);
    if (min === undefined && max === undefined) continue;
    if (!target.scales)
      here.error(
        `has min or max, but with swarm:target ${target.name} a pool has as many workers as count says`,
        `write count: ${count ?? min ?? max}`,
      );
    else if (count !== undefined)
      here.error("has both count and min or max", "remove count, or the other two");
    else if (min === undefined)
      here.at("min").error("is missing", `write for example min: ${Math.min(2, max ?? 2)}`);
    else if (max === undefined) here.at("max").error("is missing", `write for example max: ${min + 8}`);
    else if (min > max) here.at("min").error(`is ${min}, more than max, ${max}`, `write ${max} or less`);
  }
}

function checkAddressPool(
  { addressPool }: Settings,
  machines: MachineRange | undefined,
  path: DiagnosticPath,
): void {
  const here = path.at("addressPool");
  if (!isSoundRange(addressPool, [8, 22], "10.128.0.0/16", here)) return;
  if (!machines || !isSubnet(machines.range) || !overlap(addressPool, machines.range)) return;
  here.error(
    `"${addressPool}" overlaps the machines' network, ${machines.setting} "${machines.range}"`,
    `use another range, for example ${rangeBeside(machines.range)}`,
  );
}
