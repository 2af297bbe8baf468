import type * as pulumi from "@pulumi/pulumi";

/** The one address in front of all nodes, whatever the target. */
export interface EntryPoint {
  /** URL of the first published port; empty without one. */
  readonly url: pulumi.Input<string>;
  /** What is asked instead of the URL: one that answers is enough. */
  readonly asked?: readonly string[];
  /** Whether somebody can ask it: there is a published port, and the first one is no UDP port. */
  readonly isServed: boolean;
  /** Seconds until a new one answers. */
  readonly patience: number;
  /** By node on drain: what has stopped its requests, and is there before it is drained. */
  readonly closed?: Readonly<Record<string, pulumi.Resource>>;
  /**
   * Each node gets requests from when it is a member until it is about to be drained.
   *
   * @param members the finished membership, by node
   */
  admit?(members: Readonly<Record<string, pulumi.Resource>>): void;
}

/** A port that a service publishes on the nodes. */
export interface NodePort {
  readonly published: number;
  readonly protocol: "tcp" | "udp";
  /** True where the service says that it speaks HTTP. */
  readonly http: boolean;
}
