import { swarmPorts } from "../../../net/swarmPorts.ts";
import type { PlannedListener } from "./listenerPlan.ts";

/** A port that a security group allows. */
export interface OpenPort {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/**
 * "Destination unreachable: fragmentation needed", which tells a sender to send smaller packets:
 * https://docs.aws.amazon.com/vpc/latest/userguide/path_mtu_discovery.html
 *
 * AWS writes the type of an ICMP message in place of the first port, and its code in place of the last.
 */
export const packetTooBig = { ipProtocol: "icmp", fromPort: 3, toPort: 4 };

/** Security rules of a load balancer. */
export interface BalancerRules {
  /** From anywhere to the load balancer. */
  readonly fronts: readonly OpenPort[];
  /** From the load balancer to the nodes. */
  readonly nodes: readonly OpenPort[];
}

/** Every member of the swarm listens on this port; UDP cannot be probed. */
export const nodeHealthPort = swarmPorts.find(({ purpose, protocol }) => {
  return purpose === "communication among nodes" && protocol === "tcp";
})?.port as number;

const protocols = {
  TCP: ["tcp"],
  TLS: ["tcp"],
  UDP: ["udp"],
  TCP_UDP: ["tcp", "udp"],
} as const;

export function balancerRules(listeners: readonly PlannedListener[]): BalancerRules {
  const open = (side: "front" | "node") =>
    listeners.flatMap((listener) =>
      protocols[listener.protocol].map((protocol) => ({ port: listener[side], protocol })),
    );
  const isUdpAlone = listeners.some(({ protocol }) => protocol === "UDP");
  const health = isUdpAlone ? [{ port: nodeHealthPort, protocol: "tcp" as const }] : [];
  return { fronts: open("front"), nodes: [...open("node"), ...health] };
}
