import type { ComposeModel, PublishedPort } from "../compose/model.ts";
import { usesDefault } from "../compose/translate/encryptNetworks.ts";
import { checkNames } from "../compose/validate/nameChecks.ts";
import { PortOwners } from "../compose/validate/portOwners.ts";
import { distinctPorts } from "../entrypoint/distinctPorts.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath, unlessAbandoned } from "../input/diagnosticPath.ts";
import { isSubnet, overlap, prefixOf } from "../net/cidr.ts";
import type { Settings } from "../settings/settings.ts";
import { isLocal, machineRange } from "../settings/targetFacts.ts";
import { checkListeners } from "../targets/aws/entryPoint/listenerPlan.ts";
import type { HostsSettings } from "../targets/hosts/settings/settings.ts";

/** Checks that need the settings and all compose files. */
export function checkModels(settings: Settings, models: readonly ComposeModel[]): Diagnostic[] {
  const path = DiagnosticPath.top("swarm:");
  unlessAbandoned(() => {
    checkAcrossStacks(models, path.at("stacks"));
    checkNames(models, path.at("stacks"));
    if (isLocal(settings)) checkLocalPorts(settings, models, path.at("local"));
    else if (settings.hosts) checkRegistry(settings.hosts, models, path.at("registry"));
    else if (settings.aws) path.diagnostics.push(...checkListeners(portsOf(models), settings.aws.entryPoint));
    checkAddresses(settings, models, path);
  });
  return path.diagnostics;
}

function portsOf(models: readonly ComposeModel[]): PublishedPort[] {
  return distinctPorts(models.flatMap((model) => model.ports));
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

/** Each is also a port of this computer, and a process of its engine. */
const mostFronts = 1000;

function checkLocalPorts({ local }: Settings, models: readonly ComposeModel[], path: DiagnosticPath): void {
  const count = portsOf(models).filter(({ protocol }) => protocol === "tcp").length;
  if (count > mostFronts)
    path
      .at("port")
      .error(
        `${count} TCP ports are published, but this computer's load balancer serves ${mostFronts}`,
        "publish fewer; services of one network reach all ports of each other",
      );
  const last = local.port + Math.max(count, 1) - 1;
  if (last > 65535)
    path
      .at("port")
      .error(`is ${local.port}, which leaves too few for ${count} published ports`, "use a lower one");
  if (local.port <= local.firstPort + 9 && local.firstPort <= last)
    path
      .at("port")
      .error(
        `the ports ${local.port} to ${last} and the ten from swarm:local.firstPort ${local.firstPort} overlap`,
        "set one of the two to another number",
      );
}

/** All targets but hosts create a registry. */
function checkRegistry(
  { registry }: HostsSettings,
  models: readonly ComposeModel[],
  path: DiagnosticPath,
): void {
  if (registry) return;
  for (const { name, builds } of models.filter(({ builds }) => Object.keys(builds).length > 0))
    path.error(
      `is missing, but the stack ${name} builds ${Object.keys(builds).join(", ")}`,
      "name one that this computer and the nodes reach, for example {address: registry.example.com}",
    );
}

function checkAddresses(settings: Settings, models: readonly ComposeModel[], path: DiagnosticPath): void {
  const { addressPool } = settings;
  const machines = machineRange(settings);
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
