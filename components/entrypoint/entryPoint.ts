import type * as pulumi from "@pulumi/pulumi";
import type { TrafficGate } from "../machines/machine.ts";

/** The one address in front of all nodes, on every target. */
export interface EntryPoint {
  /** URL of the first published port; empty if there is none. */
  readonly url: pulumi.Input<string>;
  /** URLs that the endpoint check requests instead; one that answers is enough. */
  readonly probeUrls?: readonly string[];
  /** Whether the endpoint check can request it: there is a published port, and the first one is not UDP. */
  readonly isServed: boolean;
  /** Seconds until a new entry point answers. */
  readonly timeout: number;
  /** Opens and closes the load balancer for one node at a time. */
  readonly trafficGate?: TrafficGate;
  /** True: a node is closed only when the previous one has left; default false. */
  readonly inTurn?: boolean;
  /**
   * Makes all nodes targets of the load balancer at once.
   *
   * @param members the finished membership, by node
   */
  registerTargets?(members: Readonly<Record<string, pulumi.Resource>>): void;
  /**
   * Waits until the load balancer sends requests to all nodes, before it leaves out old ones.
   *
   * @param deployed the deployments of all stacks
   */
  awaitTargets?(deployed: readonly pulumi.Resource[]): void;
}

/** A port that a service publishes on the nodes. */
export interface NodePort {
  readonly published: number;
  readonly protocol: "tcp" | "udp" | "sctp";
  /** True if the service says that it speaks HTTP. */
  readonly http: boolean;
  /** True if every node serves it; default false. */
  readonly everywhere?: boolean;
}

/**
 * Lists each published port once, without SCTP, which no load balancer here carries: services that never meet on
 * a node can share one.
 *
 * A port speaks HTTP if all services on it do.
 */
export function distinctPorts<P extends NodePort>(ports: readonly P[]): P[] {
  const found = new Map<string, P>();
  for (const port of ports.filter(({ protocol }) => protocol !== "sctp")) {
    const key = `${port.published}/${port.protocol}`;
    const earlier = found.get(key);
    found.set(key, earlier ? { ...earlier, http: earlier.http && port.http } : port);
  }
  return [...found.values()];
}
