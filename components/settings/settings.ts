import type { StackSettings } from "../compose/stackSettings.ts";
import type { Complete } from "../input/schema.ts";
import type { ImagesSettings } from "./imagesSchema.ts";
import type { LoggingSettings } from "./loggingSettings.ts";
import type { WrittenPool } from "./poolsSchema.ts";
import type { WrittenSettings } from "./settingsSchema.ts";

/** A group of equal workers; their nodes are `<name>-0`, `<name>-1`, … */
export interface WorkerPool extends Complete<WrittenPool, "min" | "max" | "availability"> {
  /** `worker` if `swarm:workers` is a number. */
  readonly name: string;
  /** 0 if the pool scales. */
  readonly count: number;
}

type SameAsWritten = Omit<WrittenSettings, "workers" | "stacks" | "images" | "logging">;

/** All settings, checked. */
export interface Settings<Own = unknown> extends Complete<SameAsWritten, "recover" | "adopt"> {
  readonly project: string;
  readonly stack: string;
  /** Default: one pool `worker` of 2; none if the target lists its machines. */
  readonly pools: readonly WorkerPool[];
  readonly stacks: readonly StackSettings[];
  readonly images: ImagesSettings;
  readonly logging: LoggingSettings;
  /** False if images stay where they are, because the cluster has no registry. */
  readonly hasRegistry: boolean;
  /** The settings that only the target itself reads. */
  readonly own: Own;
}
