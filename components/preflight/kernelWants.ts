import type { NetworkDocument, ServiceDocument } from "../compose/document.ts";
import type { ComposeModel } from "../compose/model.ts";

/** An overlay network of a stack and its services. */
export interface OverlayNetwork {
  /** Its key in the compose file; `default` where the file has none. */
  readonly key: string;
  readonly services: readonly string[];
  /** Those of them that others reach at a virtual IP, which ip_vs balances. */
  readonly virtual: readonly string[];
  /** Its packets are ESP. */
  readonly encrypted: boolean;
}

/** Networks of a node, which a swarm knows by these names. */
const nodeNetworks = ["host", "bridge", "none"];

export function overlayNetworks({ document }: ComposeModel): OverlayNetwork[] {
  const services = Object.entries(document.services);
  const used = services.flatMap(([, service]) => networksOf(service));
  return [...new Set(used)].flatMap((key) => {
    const network = document.networks[key] ?? {};
    if (!isOverlay(key, network)) return [];
    const there = services.filter(([, service]) => networksOf(service).includes(key));
    const isOpen = network.external === true || network.attachable === true;
    return {
      key,
      services: there.map(([name]) => name),
      virtual: there
        .filter(([, service]) => hasVirtualIp(service, there.length > 1 || isOpen))
        .map(([name]) => name),
      encrypted: isEncrypted(network),
    };
  });
}

/** Services that every node answers for. */
export function ingressServices({ ports }: ComposeModel): string[] {
  return [...new Set(ports.filter(({ mode }) => mode === "ingress").map(({ service }) => service))];
}

function networksOf({ networks = {} }: ServiceDocument): string[] {
  const keys = Object.keys(networks);
  return keys.length > 0 ? keys : ["default"];
}

function isOverlay(key: string, { external, name = key, driver = "overlay" }: NetworkDocument): boolean {
  return external ? !nodeNetworks.includes(name) : driver === "overlay";
}

/** Nobody calls what runs once, nor a service that is alone in its network, unless the file asks for the address. */
function hasVirtualIp({ deploy = {} }: ServiceDocument, hasNeighbours: boolean): boolean {
  const { mode = "replicated", endpoint_mode, restart_policy } = deploy;
  if (endpoint_mode !== undefined) return endpoint_mode === "vip";
  const runsOnce = mode.endsWith("-job") || restart_policy?.condition === "none";
  return hasNeighbours && !runsOnce;
}

/** The engine looks whether the option is there, not what it says: `encrypted: "false"` encrypts as well. */
function isEncrypted({ driver_opts = {} }: NetworkDocument): boolean {
  return "encrypted" in (driver_opts as Readonly<Record<string, unknown>>);
}
