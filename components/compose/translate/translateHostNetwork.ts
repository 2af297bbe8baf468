import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { mapValues } from "../../input/mapping.ts";
import type { ComposeDocument, ServiceDocument } from "../document.ts";
import type { NetworkDocument } from "../schema/networkSchema.ts";

/** `network_mode: host` is the external network `host` in swarm. */
export function translateHostNetwork(document: ComposeDocument, path: DiagnosticPath): ComposeDocument {
  const isHost = (service: ServiceDocument) => service.network_mode === "host";
  if (!Object.values(document.services).some(isHost)) return document;
  const key = hostKey(document.networks);
  const services = mapValues(document.services, (service, name) =>
    isHost(service) ? onHost(service, key, path.at("services").at(name)) : service,
  );
  return {
    ...document,
    services,
    networks: { ...document.networks, [key]: { external: true, name: "host" } },
  };
}

/** A key that names the host's network, or nothing yet. */
function hostKey(networks: Readonly<Record<string, NetworkDocument>>): string {
  const isFree = (key: string) => {
    const found = Object.hasOwn(networks, key) ? networks[key] : undefined;
    return !found || (found.external === true && (found.name ?? key) === "host");
  };
  let key = "host";
  while (!isFree(key)) key = `node-${key}`;
  return key;
}

function onHost(service: ServiceDocument, key: string, path: DiagnosticPath): ServiceDocument {
  const { network_mode: _mode, ports = [], ...rest } = service;
  if (service.networks && Object.keys(service.networks).length > 0)
    path.at("network_mode").error("is host, but the service is in networks as well", "remove one of the two");
  if (ports.length > 0)
    path
      .at("ports")
      .warn("is left out; with network_mode host every port of the service is one of the node", "remove it");
  return { ...rest, networks: { [key]: {} } };
}
