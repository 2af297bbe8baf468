import type { StackSettings } from "../compose/stackSettings.ts";
import type { Availability } from "../machines/machine.ts";
import type { AwsSettings } from "../targets/aws/settings/awsSettings.ts";
import type { HostsSettings } from "../targets/hosts/settings/hostsSettings.ts";
import type { ImagesSettings } from "./imagesSettings.ts";

/** A group of workers that are alike; their nodes are called `<name>-0`, `<name>-1`, … */
export interface WorkerPool {
  /** `worker` when `swarm:workers` is a number. */
  readonly name: string;
  readonly count: number;
  /** Node labels in the swarm. */
  readonly labels: Readonly<Record<string, string>>;
  /** Default active. */
  readonly availability?: Availability;
  /** Target aws: EC2 instance type; default t3.small, or t4g.small where the first type that is written is arm64. */
  readonly type?: string;
  /** Target aws: GiB of the encrypted root disk; default 20. */
  readonly disk?: number;
  /** Target aws: spot instances, which AWS may take back at any time; default false. */
  readonly spot?: boolean;
}

/** What is said for one node, or for all managers or all nodes of a pool. */
export interface NodeSettings {
  readonly labels?: Readonly<Record<string, string>>;
  readonly availability?: Availability;
  /** True: the cluster counts as healthy while the node is Down; default false. */
  readonly acceptDown?: boolean;
}

/** Where machines are containers on this computer. */
export interface LocalSettings {
  /** Loopback port of the first published port; the second gets the next one, and so on; default 8080. */
  readonly port: number;
  /** The machines' network; default 172.31.0.0/24, or another range where that one hides a route (config.ts). */
  readonly subnet: string;
  /**
   * First of ten loopback ports for SSH to the managers (0–6) and the registry (9);
   * default: derived from project and stack, 20000–29990.
   */
  readonly firstPort: number;
}

/** Everything the user may set, checked. */
export interface Settings {
  readonly project: string;
  readonly stack: string;
  readonly target: "local" | "aws" | "hosts";
  /** 1, 3, 5 or 7; default 1; target hosts: how many the list has. */
  readonly managers: number;
  /** Default: one pool `worker` with 2; target hosts: none, the list has the workers. */
  readonly pools: readonly WorkerPool[];
  /** By node, pool or role: over what a pool or the list of hosts says. */
  readonly nodes: Readonly<Record<string, NodeSettings>>;
  /** True: after a join, replicas of services that are there already are spread anew; default false. */
  readonly rebalance: boolean;
  /** Name of the manager that runs the manager-side commands; default `manager-0`; target hosts: the list's first one. */
  readonly seed: string;
  /** The manager that a swarm is made anew from which has lost its quorum for good; it is the seed then. */
  readonly recover?: string;
  /** Target hosts: id of a swarm that somebody else made and this cluster takes over. */
  readonly adopt?: string;
  /** Overlay networks get a /24 each from this range, fixed at the swarm's birth; default 10.128.0.0/16. */
  readonly addressPool: string;
  /** True: all overlay networks are encrypted, also the one for published ports; fixed at birth; default false. */
  readonly encrypt: boolean;
  readonly stacks: readonly StackSettings[];
  readonly images: ImagesSettings;
  readonly local: LocalSettings;
  /** There where the target is aws, and where the block is written all the same. */
  readonly aws?: AwsSettings;
  /** There where the target is hosts. */
  readonly hosts?: HostsSettings;
}
