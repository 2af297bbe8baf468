import { bindChoices } from "../compose/stackSettings.ts";
import {
  atMost,
  boolean,
  enumOf,
  type Fields,
  type Infer,
  type InferObject,
  integer,
  isMapping,
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
import { imagesShape, mirrorShape } from "./imagesSchema.ts";
import { loggingShape } from "./loggingSchema.ts";
import { nameLike, nodeName } from "./names.ts";
import { nodeFields, nodesShape } from "./nodesSchema.ts";
import type { TargetSettings } from "./targetSettings.ts";

/** The user's settings under `swarm:` that all targets share: each value is valid alone, all are optional. */
export interface WrittenSettings extends InferObject<typeof shared> {
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

const poolName: Schema<string> = (name, path) =>
  name === "manager"
    ? path.error("is the managers' own name", "call the pool something else, for example web")
    : nodeName(name, path);

/** Far above what one swarm can manage. */
const mostWorkers = 9999;

const sharedPoolFields = {
  count: integer(0, 1000, 2),
  min: integer(0, 1000, 2),
  max: integer(1, 1000, 10),
  ...nodeFields,
};

export type WrittenPool = InferObject<typeof sharedPoolFields>;

/** @param poolFields keys of a pool that belong to targets */
function workers(poolFields: Fields): Schema<number | Record<string, WrittenPool>> {
  const fields = object({ ...sharedPoolFields, ...poolFields });
  const pool: Schema<WrittenPool> = (value, path) => {
    if (isMapping(value) && !["count", "min", "max"].some((key) => key in value))
      path.at("count").error("is missing", "write for example count: 2");
    return fields(value, path);
  };
  const pools = record<WrittenPool>(pool, poolName, "web: {count: 2}");
  return (value, path) => {
    if (isMapping(value)) {
      const read = pools(value, path) ?? {};
      const count = Object.values(read).reduce((sum, { count, max = 0 }) => sum + (count ?? max), 0);
      if (count <= mostWorkers) return read;
      return path.error(`come to ${count} workers, but may be ${mostWorkers}`, "make the pools smaller");
    }
    if (typeof value !== "object" && /^[0-9]{1,4}$/.test(String(value))) return Number(value);
    return path.error(
      `must be a number of workers or a mapping of pools, but is ${show(value)}`,
      "write for example 2, or web: {count: 2}",
    );
  };
}

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
  mirror: mirrorShape,
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
  managers,
  nodes: nodesShape,
  rebalance: boolean,
  seed: text,
  recover: text,
  adopt: swarmId,
  addressPool: text,
  encrypt: boolean,
  stacks: atMost(100, "stacks", record(stack, stackName, "shop: {file: shop/compose.yaml}")),
  images: imagesShape,
  logging: loggingShape,
};

/** All keys under `swarm:`, those of all targets included: a stack keeps the others when it changes its target. */
export function settingsFields(targets: readonly TargetSettings[]): Fields {
  const merged = (fields: readonly (Fields | undefined)[]) => Object.assign({}, ...fields) as Fields;
  return {
    target: enumOf(...targets.map(({ name }) => name)),
    workers: workers(merged(targets.map(({ poolFields }) => poolFields))),
    ...shared,
    ...merged(targets.map(({ fields }) => fields)),
  };
}

export function settingsSchema(targets: readonly TargetSettings[]): Schema<WrittenSettings> {
  return object(settingsFields(targets));
}
