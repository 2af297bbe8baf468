import { swarmPorts } from "../../../net/swarmPorts.ts";
import type { PlannedListener } from "./listenerPlan.ts";

/** A port that a security group allows. */
export interface OpenPort {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

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
