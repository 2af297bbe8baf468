/** What swarm nodes use among themselves: a port, or a protocol of its own that has none. */
export interface SwarmPort {
  /** Undefined where the protocol has no ports. */
  readonly port?: number;
  readonly protocol: "tcp" | "udp" | "esp";
  /** Which nodes listen. */
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
