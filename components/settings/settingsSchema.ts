import { bindChoices } from "../compose/stackSettings.ts";
import { isMapping } from "../input/mapping.ts";
import {
  atMost,
  boolean,
  enumOf,
  type Fields,
  type Infer,
  type InferObject,
  integer,
  list,
  object,
  plain,
  record,
  refine,
  type Schema,
  scalarText,
  show,
  text,
} from "../input/schema.ts";
import { imagesSchema, mirrorSchema } from "./imagesSchema.ts";
import { loggingSchema } from "./loggingSchema.ts";
import { nameLike } from "./names.ts";
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

const stackName = nameLike(
  /^(?=.{1,31}$)[a-z0-9]+([-_][a-z0-9]+)*$/,
  "is not a name for a stack",
  "use up to 31 lower-case letters and digits with single - or _ between, for example shop",
);
const variableName = nameLike(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "is not a name for a variable",
  "use letters, digits and _, for example TAG",
);

/** In the engine's format; empty means unset. */
const swarmId: Schema<string> = refine(text, (value, path) =>
  value === "" || /^[a-z0-9]{25}$/.test(value)
    ? value
    : path.error(
        `must be the id of a swarm, but is ${show(value)}`,
        "write the 25 letters and digits that docker info --format '{{.Swarm.Cluster.ID}}' prints on its manager",
      ),
);

/** Strings without duplicates. */
const distinct: Schema<readonly string[]> = refine(list(text), (items, path) => {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item)) path.at(index).error(`names ${item} again`, "remove one of the two");
    seen.add(item);
  }
  return [...seen];
});

/** Undefined if any is invalid, because the order matters. */
const files: Schema<readonly string[]> = refine(atMost(20, "files", distinct), (items, path) => {
  if (!path.isSound()) return undefined;
  if (items.length > 0) return items;
  return path.error("is empty", "write for example [compose.yaml, compose.prod.yaml]");
});

const stackFields = object({
  file: text,
  files,
  profiles: distinct,
  env: record(plain, variableName),
  timeout: integer(1, 86400, 600),
  mirror: mirrorSchema,
  pinVolumes: boolean,
  binds: record(enumOf(...bindChoices), text, "./data: volume"),
});

type WrittenStack = Omit<Infer<typeof stackFields>, "file" | "files"> & { readonly files: readonly string[] };

/** A single file is shorthand for a list. */
const stack: Schema<WrittenStack> = (value, path) => {
  if (isMapping(value) && "file" in value && "files" in value)
    path.error("has both file and files", "remove one of the two");
  if (isMapping(value) && !("file" in value) && !("files" in value))
    path.at("file").error("is missing", "write for example file: example/compose.yaml");
  const read = stackFields(value, path);
  if (!read || (read.file === undefined) === (read.files === undefined)) return undefined;
  const { file, files = [], ...rest } = read;
  return { ...rest, files: file === undefined ? files : [file] };
};

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
  stacks: atMost(100, "stacks", record(stack, stackName, "shop: {file: shop/compose.yaml}")),
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
