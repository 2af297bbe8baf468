import type { WrittenHosts } from "./schema.ts";
import type { HostsSettings } from "./settings.ts";

/** The hosts with their defaults, without the private key. */
export function completeHosts({ hosts = [], registry, domain }: WrittenHosts): HostsSettings {
  const machines = hosts.map((machine) => {
    const { name = "", role = "worker", host = "", hostKey = "" } = machine;
    return { port: 22, user: "root", address: host, labels: {}, ...machine, name, role, host, hostKey };
  });
  const { address } = registry ?? {};
  return {
    machines,
    privateKey: "",
    ...(address === undefined ? {} : { registry: { prefix: "", insecure: false, ...registry, address } }),
    ...(domain ? { domain } : {}),
  };
}
