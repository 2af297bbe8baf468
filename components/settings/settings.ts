import type { StackSettings } from "../compose/stackSettings.ts";
import type { Availability } from "../machines/machine.ts";
import type { ImagesSettings } from "./imagesSettings.ts";
import type { LoggingSettings } from "./loggingSettings.ts";

/** A group of equal workers; their nodes are `<name>-0`, `<name>-1`, … */
export interface WorkerPool {
  /** `worker` if `swarm:workers` is a number. */
  readonly name: string;
  /** 0 if the pool scales. */
  readonly count: number;
  /** The pool scales between `min` and `max` workers by itself, on a target that can; default: it does not. */
  readonly min?: number;
  readonly max?: number;
  /** Node labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Default active. */
  readonly availability?: Availability;
}

/** Overrides for one node, all managers, or all nodes of a pool. */
export interface NodeSettings {
  readonly labels?: Readonly<Record<string, string>>;
  readonly availability?: Availability;
  /** True: the cluster counts as healthy while the node is Down; default false. */
  readonly acceptDown?: boolean;
}

/** All settings, checked. */
export interface Settings<Own = unknown> {
  readonly project: string;
  readonly stack: string;
  /** Name of the target; default: the one that says so. */
  readonly target: string;
  /** 1, 3, 5 or 7; default 1; the number in the list if the target lists its machines. */
  readonly managers: number;
  /** Default: one pool `worker` of 2; none if the target lists its machines. */
  readonly pools: readonly WorkerPool[];
  /** By node, pool or role; overrides the pool and the list of hosts. */
  readonly nodes: Readonly<Record<string, NodeSettings>>;
  /** True: after a join, rebalance the replicas of running services; default false. */
  readonly rebalance: boolean;
  /** The manager that runs the manager-side commands; default `manager-0`, or the first one listed. */
  readonly seed: string;
  /** The manager that rebuilds a swarm after a permanent loss of quorum; it becomes the seed. */
  readonly recover?: string;
  /** Id of an existing swarm to adopt, on a target with existing machines. */
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
  readonly logging: LoggingSettings;
  /** False if images stay where they are, because the cluster has no registry. */
  readonly hasRegistry: boolean;
  /** The settings that only the target itself reads. */
  readonly own: Own;
}
