/** A port between swarm nodes, or a protocol without ports. */
export interface SwarmPort {
  /** Undefined for a protocol without ports. */
  readonly port?: number;
  readonly protocol: "tcp" | "udp" | "esp";
  /** The nodes that listen. */
  readonly on: "managers" | "nodes";
  readonly purpose: string;
}

/** https://docs.docker.com/engine/swarm/swarm-tutorial/#open-protocols-and-ports-between-the-hosts */
export const swarmPorts: readonly SwarmPort[] = [
  { port: 2377, protocol: "tcp", on: "managers", purpose: "cluster management" },
  { port: 7946, protocol: "tcp", on: "nodes", purpose: "communication among nodes" },
  { port: 7946, protocol: "udp", on: "nodes", purpose: "communication among nodes" },
  { port: 4789, protocol: "udp", on: "nodes", purpose: "overlay network traffic" },
  { protocol: "esp", on: "nodes", purpose: "encrypted overlay network traffic" },
];
