import type { ComposeModel } from "../../../compose/model.ts";
import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { isMapping } from "../../../input/mapping.ts";
import { overlap, rangeBeside } from "../../../net/cidr.ts";
import { isIpv4 } from "../../../settings/hostValues.ts";
import type { Settings } from "../../../settings/settings.ts";
import type { WrittenHosts } from "./schema.ts";
import type { HostSettings, HostsSettings } from "./settings.ts";

/** Checks the list together with the other settings. */
export function checkHosts(
  settings: Settings<HostsSettings>,
  written: WrittenHosts,
  path: DiagnosticPath,
): void {
  const { own } = settings;
  const here = path.at("hosts");
  checkList(own, here);
  checkCounts(written, path);
  if (!here.isSound()) return;
  checkTwins(own, here);
  checkAddresses(settings, own, here);
}

function checkList({ machines }: HostsSettings, path: DiagnosticPath): void {
  if (!path.isSound()) return;
  const managers = machines.filter(({ role }) => role === "manager").length;
  if (machines.length === 0)
    path.error(
      "is missing: target hosts has no machines",
      "write for example [{name: manager-0, role: manager, host: 203.0.113.7, hostKey: ssh-ed25519 AAAA…}]",
    );
  else if (![1, 3, 5, 7].includes(managers))
    path.error(
      `must hold 1, 3, 5 or 7 managers, but holds ${managers}`,
      managers === 0 ? "give one of them role: manager" : "give one more or one fewer of them role: manager",
    );
}

/** An explicit value that equals the project file's default is indistinguishable from none. */
function checkCounts({ managers, workers, hosts = [] }: WrittenHosts, path: DiagnosticPath): void {
  const said = `says nothing beside swarm:hosts, which lists ${hosts.length} machines`;
  if (managers !== undefined && managers !== 1) path.at("managers").error(said, "remove it");
  if (workers !== undefined && (isMapping(workers) || workers !== 2))
    path.at("workers").error(said, "remove it; labels belong to a machine of the list");
}

function checkTwins({ machines }: HostsSettings, path: DiagnosticPath): void {
  const ways: [key: keyof HostSettings, what: string, of: (machine: HostSettings) => string][] = [
    ["name", "the name", ({ name }) => name],
    ["host", "the SSH server", ({ host, port }) => `${host}:${port}`],
    ["address", "the address", ({ address }) => address],
    ["hostKey", "the host key", ({ hostKey }) => `${hostKey.slice(0, 30)}…${hostKey.slice(-8)}`],
  ];
  for (const [key, what, of] of ways) {
    const all = machines.map(of);
    // Two entries for the same machine have the same host: report that only once.
    const hidden = (index: number) => key !== "name" && key !== "host" && !path.at(index).isSound();
    for (const [index, value] of all.entries()) {
      const first = all.indexOf(value);
      if (first === index || hidden(index)) continue;
      const owner = machines[first]?.name;
      path
        .at(index)
        .at(key)
        .error(
          `has ${what} ${value}, as ${key === "name" ? "an earlier one" : owner} has`,
          key === "hostKey" ? copies : "write that of another machine, or remove this one",
        );
    }
  }
}

const copies =
  "give the machine a key of its own: copies of a disk share theirs, and whoever has one can pretend to be the others";

function checkAddresses({ addressPool }: Settings, { machines }: HostsSettings, path: DiagnosticPath): void {
  for (const [index, { name, address }] of machines.entries()) {
    const here = path.at(index).at("address");
    if (!isIpv4(address))
      here.error(
        `is missing: ${name}'s host is a name, and the nodes use addresses among themselves`,
        "write the IPv4 address that the other nodes use for it",
      );
    else if (address.startsWith("127.") && machines.length > 1)
      here.error(
        `is ${address}, which no other node reaches`,
        "write the IPv4 address that the other nodes use for it",
      );
    else if (isPool(addressPool) && overlap(addressPool, `${address}/32`))
      path
        .at(index)
        .at("address")
        .error(
          `is ${address}, inside swarm:addressPool "${addressPool}", which is for overlay networks`,
          `set swarm:addressPool to another range, for example ${rangeBeside(`${address}/32`)}`,
        );
  }
}

function isPool(range: string): boolean {
  const [address = "", prefix = ""] = range.split("/");
  return isIpv4(address) && /^([12]?[0-9]|3[0-2])$/.test(prefix);
}

/**
 * Reports secrets that anyone who sees `Pulumi.<stack>.yaml` can read.
 *
 * @param secretKeys settings that Pulumi encrypts, `swarm:registry`; undefined if unknown
 */
export function checkSecrecy(
  { registry, sshKey = "" }: WrittenHosts,
  secretKeys: readonly string[] | undefined,
  path: DiagnosticPath,
): void {
  if (secretKeys === undefined) return;
  const inClear = "is written in clear";
  const hint = "take it out of the file and run: npm run pulumi -- config set --secret";
  if (registry?.password !== undefined && !secretKeys.includes("swarm:registry"))
    path.at("registry").at("password").error(inClear, `${hint} --path swarm:registry.password`);
  if (sshKey.trimStart().startsWith("-----BEGIN") && !secretKeys.includes("swarm:sshKey"))
    path.at("sshKey").error(inClear, `${hint} swarm:sshKey; or name the key's file`);
}

/** All other targets create a registry. */
export function checkRegistry(
  { own }: Settings<HostsSettings>,
  models: readonly ComposeModel[],
  path: DiagnosticPath,
): void {
  if (own.registry) return;
  for (const { name, builds } of models.filter(({ builds }) => Object.keys(builds).length > 0))
    path
      .at("registry")
      .error(
        `is missing, but the stack ${name} builds ${Object.keys(builds).join(", ")}`,
        "name one that this computer and the nodes reach, for example {address: registry.example.com}",
      );
}
