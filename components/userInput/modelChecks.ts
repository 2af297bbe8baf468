import type { ComposeModel } from "../compose/model.ts";
import { usesDefault } from "../compose/translate/encryptNetworks.ts";
import { checkNames } from "../compose/validate/nameChecks.ts";
import { PortOwners } from "../compose/validate/portOwners.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../input/diagnosticPath.ts";
import { isSubnet, overlap, prefixOf } from "../net/cidr.ts";
import type { Settings } from "../settings/settings.ts";
import type { MachineRange, TargetSettings } from "../settings/targetSettings.ts";
import { checkSharedVolumes } from "./sharedVolumeChecks.ts";

/** Checks that need the settings and all compose files. */
export function checkModels(
  settings: Settings,
  target: TargetSettings,
  models: readonly ComposeModel[],
): Diagnostic[] {
  const path = DiagnosticPath.top("swarm:");
  unlessAbandoned(() => {
    checkAcrossStacks(models, path.at("stacks"));
    checkNames(models, path.at("stacks"));
    checkSharedVolumes(settings, target, models, path.at("stacks"));
    target.checkModels?.(settings, models, path);
    checkAddresses(settings, target.machineRange?.(settings.own), models, path);
  });
  return path.diagnostics;
}

function checkAcrossStacks(models: readonly ComposeModel[], path: DiagnosticPath): void {
  const owners = new PortOwners<string>();
  for (const { name, ports, document } of models)
    for (const port of ports) {
      const owner = owners.add(port, name, document.services)?.name ?? name;
      if (owner !== name)
        path
          .at(name)
          .error(
            `publishes ${port.published}/${port.protocol}, as the stack ${owner} does`,
            "publish another port in one of them",
          );
    }
}

function checkAddresses(
  { addressPool }: Settings,
  machines: MachineRange | undefined,
  models: readonly ComposeModel[],
  path: DiagnosticPath,
): void {
  const networks = models.flatMap(({ name, document }) =>
    Object.entries(document.networks).map(([key, network]) => ({
      at: path.at("stacks").at(name),
      key,
      network,
    })),
  );
  const own = networks.filter(({ network }) => !network.external);
  for (const { key, network, at: here } of own)
    for (const { subnet } of network.ipam?.config ?? [])
      if (subnet && machines && [subnet, machines.range].every(isSubnet) && overlap(subnet, machines.range))
        here.error(
          `the network ${key} has the range ${subnet}, which overlaps ${machines.setting} ${machines.range}`,
          "give one of the two another range",
        );
  const wanted =
    1 + own.filter(({ network }) => !network.ipam?.config?.length).length + models.filter(usesDefault).length;
  const room = isSubnet(addressPool) ? 2 ** Math.max(0, 24 - prefixOf(addressPool)) : wanted;
  if (wanted > room)
    path
      .at("addressPool")
      .error(
        `"${addressPool}" has room for ${room} networks, but there are ${wanted} with swarm's own`,
        "use a larger range, for example 10.128.0.0/16",
      );
}
