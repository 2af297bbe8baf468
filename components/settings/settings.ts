import type { StackSettings } from "../compose/stackSettings.ts";
import type { Availability } from "../machines/machine.ts";
import type { AwsSettings } from "../targets/aws/settings/settings.ts";
import type { HostsSettings } from "../targets/hosts/settings/settings.ts";
import type { ImagesSettings } from "./imagesSettings.ts";

/** A group of equal workers; their nodes are `<name>-0`, `<name>-1`, … */
export interface WorkerPool {
  /** `worker` if `swarm:workers` is a number. */
  readonly name: string;
  readonly count: number;
  /** Node labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Default active. */
  readonly availability?: Availability;
  /**
   * Target aws: EC2 instance type; default t3.small, or t4g.small if the first type in the settings is arm64.
   */
  readonly type?: string;
  /** Target aws: GiB of the encrypted root disk; default 20. */
  readonly disk?: number;
  /** Target aws: use spot instances, which AWS may reclaim at any time; default false. */
  readonly spot?: boolean;
}

/** Overrides for one node, all managers, or all nodes of a pool. */
export interface NodeSettings {
  readonly labels?: Readonly<Record<string, string>>;
  readonly availability?: Availability;
  /** True: the cluster counts as healthy while the node is Down; default false. */
  readonly acceptDown?: boolean;
}

/** Settings of target local. */
export interface LocalSettings {
  /** Loopback port of the first published port; the next ports follow; default 8080. */
  readonly port: number;
  /** Range of the machines' network; default 172.31.0.0/24, or another if that hides a route (config.ts). */
  readonly subnet: string;
  /**
   * First of ten loopback ports for SSH to the managers (0–6) and the registry (9); default: derived from
   * project and stack, 20000–29990.
   */
  readonly firstPort: number;
}

/** All settings, checked. */
export interface Settings {
  readonly project: string;
  readonly stack: string;
  readonly target: "local" | "aws" | "hosts";
  /** 1, 3, 5 or 7; default 1; target hosts: the number in the list. */
  readonly managers: number;
  /** Default: one pool `worker` of 2; target hosts: none, because the list contains the workers. */
  readonly pools: readonly WorkerPool[];
  /** By node, pool or role; overrides the pool and the list of hosts. */
  readonly nodes: Readonly<Record<string, NodeSettings>>;
  /** True: after a join, rebalance the replicas of running services; default false. */
  readonly rebalance: boolean;
  /** The manager that runs the manager-side commands; default `manager-0`, or the first of the hosts. */
  readonly seed: string;
  /** The manager that rebuilds a swarm after a permanent loss of quorum; it becomes the seed. */
  readonly recover?: string;
  /** Target hosts: id of an existing swarm to adopt. */
  readonly adopt?: string;
  /**
   * Each overlay network gets a /24 of this range, fixed when the swarm is created; default 10.128.0.0/16.
   */
  readonly addressPool: string;
  /**
   * True: encrypt all overlay networks, including ingress; fixed when the swarm is created; default false.
   */
  readonly encrypt: boolean;
  readonly stacks: readonly StackSettings[];
  readonly images: ImagesSettings;
  readonly local: LocalSettings;
  /** Set if the target is aws, or if the block is in the settings. */
  readonly aws?: AwsSettings;
  /** Set if the target is hosts. */
  readonly hosts?: HostsSettings;
}
