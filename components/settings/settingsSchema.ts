import { stacksSchema } from "../compose/stackSettings.ts";
import {
  boolean,
  enumOf,
  type Fields,
  type InferObject,
  object,
  refine,
  type Schema,
  scalarText,
  show,
  text,
} from "../input/schema.ts";
import { imagesSchema } from "./imagesSchema.ts";
import { loggingSchema } from "./loggingSchema.ts";
import { nodesSchema } from "./nodesSchema.ts";
import { type WrittenPool, workersSchema } from "./poolsSchema.ts";

/** What a target adds to the schema. */
export interface TargetSchema {
  /** The value of `swarm:target`. */
  readonly name: string;
  /** Its keys under `swarm:`; each value is valid alone, all are optional. */
  readonly fields: Fields;
  /** Its keys of a pool in `swarm:workers`. */
  readonly poolFields?: Fields;
}

/** The user's settings under `swarm:` that all targets share: each value is valid alone, all are optional. */
export interface WrittenSettings extends InferObject<typeof shared> {
  /** Name of the target; default: the one that says so. */
  readonly target?: string;
  readonly workers?: number | Readonly<Record<string, WrittenPool>>;
}

const managers: Schema<number> = (value, path) => {
  const number =
    typeof value === "number" || /^ *-?[0-9.]+ *$/.test(scalarText(value)) ? Number(value) : Number.NaN;
  if ([1, 3, 5, 7].includes(number) && String(value) === String(number)) return number;
  const nearest = Number.isNaN(number) ? 1 : ([1, 3, 5].find((count) => count >= number) ?? 7);
  path.error(`must be 1, 3, 5 or 7, but is ${show(value)}`, `set swarm:managers to ${nearest}`);
  return nearest;
};

/** In the engine's format; empty means unset. */
const swarmId: Schema<string> = refine(text, (value, path) =>
  value === "" || /^[a-z0-9]{25}$/.test(value)
    ? value
    : path.error(
        `must be the id of a swarm, but is ${show(value)}`,
        "write the 25 letters and digits that docker info --format '{{.Swarm.Cluster.ID}}' prints on its manager",
      ),
);

const shared = {
  /** 1, 3, 5 or 7; default 1; the number in the list if the target lists its machines. */
  managers,
  /** By node, pool or role; overrides the pool and the list of hosts. */
  nodes: nodesSchema,
  /** True: after a join, rebalance the replicas of running services; default false. */
  rebalance: boolean,
  /** The manager that runs the manager-side commands; default `manager-0`, or the first one listed. */
  seed: text,
  /** The manager that rebuilds a swarm after a permanent loss of quorum; it becomes the seed. */
  recover: text,
  /** Id of an existing swarm to adopt, on a target with existing machines. */
  adopt: swarmId,
  /**
   * Each overlay network gets a /24 of this range, fixed when the swarm is created; default 10.128.0.0/16.
   */
  addressPool: text,
  /**
   * True: encrypt all overlay networks, including ingress; fixed when the swarm is created; default false.
   */
  encrypt: boolean,
  stacks: stacksSchema,
  images: imagesSchema,
  logging: loggingSchema,
};

/** All keys under `swarm:`, those of all targets included: a stack keeps the others when it changes its target. */
export function settingsFields(targets: readonly TargetSchema[]): Fields {
  const merged = (fields: readonly (Fields | undefined)[]) => Object.assign({}, ...fields) as Fields;
  return {
    target: enumOf(...targets.map(({ name }) => name)),
    workers: workersSchema(merged(targets.map(({ poolFields }) => poolFields))),
    ...shared,
    ...merged(targets.map(({ fields }) => fields)),
  };
}

export function settingsSchema(targets: readonly TargetSchema[]): Schema<WrittenSettings> {
  return object(settingsFields(targets));
}
