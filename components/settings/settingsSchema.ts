import type { MirrorChoice } from "../compose/stackSettings.ts";
import {
  atMost,
  boolean,
  enumOf,
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
import { awsPoolFields, awsShape, type WrittenAws } from "../targets/aws/settings/schema.ts";
import { hostsFields, type WrittenHosts } from "../targets/hosts/settings/schema.ts";
import { imagesShape, mirrorShape, type WrittenImages } from "./imagesSchema.ts";
import { nameLike, nodeName } from "./names.ts";
import { nodeFields, nodesShape } from "./nodesSchema.ts";
import type { NodeSettings } from "./settings.ts";

/** The user's settings under `swarm:`: each value is valid alone, all are optional. */
export interface WrittenSettings extends WrittenHosts {
  readonly target?: "local" | "aws" | "hosts";
  readonly managers?: number;
  readonly workers?: number | Readonly<Record<string, WrittenPool>>;
  readonly nodes?: Readonly<Record<string, NodeSettings>>;
  readonly rebalance?: boolean;
  readonly seed?: string;
  readonly recover?: string;
  readonly adopt?: string;
  readonly addressPool?: string;
  readonly encrypt?: boolean;
  readonly stacks?: Readonly<Record<string, WrittenStack>>;
  readonly images?: WrittenImages;
  readonly local?: { readonly port?: number; readonly subnet?: string; readonly firstPort?: number };
  readonly aws?: WrittenAws;
}

interface WrittenPool extends NodeSettings {
  readonly count?: number;
  readonly type?: string;
  readonly disk?: number;
  readonly spot?: boolean;
}

interface WrittenStack {
  readonly files: readonly string[];
  readonly profiles?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
  readonly mirror?: MirrorChoice;
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

const pools = record(
  object({ count: integer(0, 1000, 2), ...nodeFields, ...awsPoolFields }, { count: "2" }),
  (name, path) =>
    name === "manager"
      ? path.error("is the managers' own name", "call the pool something else, for example web")
      : nodeName(name, path),
  "web: {count: 2}",
);

/** Far above what one swarm can manage. */
const mostWorkers = 9999;

const workers: Schema<number | Record<string, WrittenPool>> = (value, path) => {
  if (isMapping(value)) {
    const read = pools(value, path) ?? {};
    const count = Object.values(read).reduce((sum, pool) => sum + (pool.count ?? 0), 0);
    if (count <= mostWorkers) return read;
    return path.error(`come to ${count} workers, but may be ${mostWorkers}`, "make the pools smaller");
  }
  if (typeof value !== "object" && /^[0-9]{1,4}$/.test(String(value))) return Number(value);
  return path.error(
    `must be a number of workers or a mapping of pools, but is ${show(value)}`,
    "write for example 2, or web: {count: 2}",
  );
};

/** In the engine's format; empty means unset. */
const swarmId: Schema<string> = refine(text, (value, path) =>
  value === "" || /^[a-z0-9]{25}$/.test(value)
    ? value
    : path.error(
        `is no id of a swarm, but ${show(value)}`,
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
});

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

const settings = {
  target: enumOf("local", "aws", "hosts"),
  managers,
  workers,
  nodes: nodesShape,
  rebalance: boolean,
  seed: text,
  recover: text,
  adopt: swarmId,
  addressPool: text,
  encrypt: boolean,
  stacks: atMost(100, "stacks", record(stack, stackName, "shop: {file: shop/compose.yaml}")),
  images: imagesShape,
  local: object({ port: integer(1, 65535, 8080), subnet: text, firstPort: integer(1, 65526, 20000) }),
  aws: awsShape,
  ...hostsFields,
};

export const settingNames = Object.keys(settings);

export const settingsShape: Schema<WrittenSettings> = object(settings);
