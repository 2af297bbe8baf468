import { networksOf, type ServiceDocument } from "../compose/document.ts";
import type { ComposeModel } from "../compose/model.ts";
import type { NetworkDocument } from "../compose/schema/networkSchema.ts";
import { isEncrypted } from "../compose/translate/encryptNetworks.ts";

/** An overlay network of a stack and its services. */
export interface OverlayNetwork {
  /** Key in the compose file; `default` if the file has none. */
  readonly key: string;
  readonly services: readonly string[];
  /** Services that others reach at a virtual IP, which ip_vs balances. */
  readonly virtual: readonly string[];
  /** True if its packets are ESP. */
  readonly encrypted: boolean;
}

/** Predefined networks of a node, which swarm knows by these names. */
const nodeNetworks = ["host", "bridge", "none"];

export function overlayNetworks({ document }: ComposeModel): OverlayNetwork[] {
  const services = Object.entries(document.services);
  const used = services.flatMap(([, service]) => Object.keys(networksOf(service)));
  return [...new Set(used)].flatMap((key) => {
    const network = document.networks[key] ?? {};
    if (!isOverlay(key, network)) return [];
    const there = services.filter(([, service]) => Object.hasOwn(networksOf(service), key));
    const isOpen = network.external === true || network.attachable === true;
    return {
      key,
      services: there.map(([name]) => name),
      virtual: there
        .filter(([, service]) => hasVirtualIp(service, there.length > 1 || isOpen))
        .map(([name]) => name),
      encrypted: isEncrypted(network.driver_opts),
    };
  });
}

/** Services that publish ports on every node. */
export function ingressServices({ ports }: ComposeModel): string[] {
  return [...new Set(ports.filter(({ mode }) => mode === "ingress").map(({ service }) => service))];
}

function isOverlay(key: string, { external, name = key, driver = "overlay" }: NetworkDocument): boolean {
  return external ? !nodeNetworks.includes(name) : driver === "overlay";
}

/** Nobody calls a job or a service that is alone on its network, unless the file asks for a virtual IP. */
function hasVirtualIp({ deploy = {} }: ServiceDocument, hasNeighbours: boolean): boolean {
  const { mode = "replicated", endpoint_mode, restart_policy } = deploy;
  if (endpoint_mode !== undefined) return endpoint_mode === "vip";
  const runsOnce = mode.endsWith("-job") || restart_policy?.condition === "none";
  return hasNeighbours && !runsOnce;
}
