import type * as pulumi from "@pulumi/pulumi";
import type { TrafficGate } from "../machines/machine.ts";

/** The one address in front of all nodes, whatever the target. */
export interface EntryPoint {
  /** URL of the first published port; empty without one. */
  readonly url: pulumi.Input<string>;
  /** What is asked instead of the URL: one that answers is enough. */
  readonly probeUrls?: readonly string[];
  /** Whether somebody can ask it: there is a published port, and the first one is no UDP port. */
  readonly isServed: boolean;
  /** Seconds until a new one answers. */
  readonly timeout: number;
  /** Requests for one node after another. */
  readonly trafficGate?: TrafficGate;
  /**
   * Requests for all nodes at once.
   *
   * @param members the finished membership, by node
   */
  registerTargets?(members: Readonly<Record<string, pulumi.Resource>>): void;
}

/** A port that a service publishes on the nodes. */
export interface NodePort {
  readonly published: number;
  readonly protocol: "tcp" | "udp";
  /** True where the service says that it speaks HTTP. */
  readonly http: boolean;
}
