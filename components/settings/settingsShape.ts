import {
  atMost,
  fields,
  flag,
  integer,
  isMapping,
  list,
  mapping,
  oneOf,
  plain,
  type Shape,
  show,
  text,
  then,
  wordOf,
} from "../input/shape.ts";
import { awsPoolFields, awsShape, type WrittenAws } from "./awsShape.ts";
import { hostsFields, type WrittenHosts } from "./hostsShape.ts";
import type { MirrorChoice } from "./imagesSettings.ts";
import { imagesShape, mirrorShape, type WrittenImages } from "./imagesShape.ts";
import { nameLike, nodeName } from "./names.ts";
import { nodeFields, nodesShape } from "./nodesShape.ts";
import type { NodeSettings } from "./settings.ts";

/** What the user wrote under `swarm:`, each value right by itself; all of it optional. */
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

const managers: Shape<number> = (value, place) => {
  const number =
    typeof value === "number" || /^ *-?[0-9.]+ *$/.test(wordOf(value)) ? Number(value) : Number.NaN;
  if ([1, 3, 5, 7].includes(number) && String(value) === String(number)) return number;
  const nearest = Number.isNaN(number) ? 1 : ([1, 3, 5].find((count) => count >= number) ?? 7);
  place.refuse(`must be 1, 3, 5 or 7, but is ${show(value)}`, `set swarm:managers to ${nearest}`);
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

const pools = mapping(
  fields({ count: integer(0, 1000, 2), ...nodeFields, ...awsPoolFields }, { count: "2" }),
  (name, place) =>
    name === "manager"
      ? place.refuse("is the managers' own name", "call the pool something else, for example web")
      : nodeName(name, place),
  "web: {count: 2}",
);

/** Far beyond what one swarm manages. */
const mostWorkers = 9999;

const workers: Shape<number | Record<string, WrittenPool>> = (value, place) => {
  if (isMapping(value)) {
    const read = pools(value, place) ?? {};
    const count = Object.values(read).reduce((sum, pool) => sum + (pool.count ?? 0), 0);
    if (count <= mostWorkers) return read;
    return place.refuse(`come to ${count} workers, but may be ${mostWorkers}`, "make the pools smaller");
  }
  if (typeof value !== "object" && /^[0-9]{1,4}$/.test(String(value))) return Number(value);
  return place.refuse(
    `must be a number of workers or a mapping of pools, but is ${show(value)}`,
    "write for example 2, or web: {count: 2}",
  );
};

/** As the engine makes it; empty is none. */
const swarmId: Shape<string> = then(text, (value, place) =>
  value === "" || /^[a-z0-9]{25}$/.test(value)
    ? value
    : place.refuse(
        `is no id of a swarm, but ${show(value)}`,
        "write the 25 letters and digits that docker info --format '{{.Swarm.Cluster.ID}}' prints on its manager",
      ),
);

/** Texts, none of them twice. */
const distinct: Shape<readonly string[]> = then(list(text), (items, place) => {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item)) place.at(index).refuse(`names ${item} again`, "remove one of the two");
    seen.add(item);
  }
  return [...seen];
});

/** None where one is faulty: their order tells. */
const files: Shape<readonly string[]> = then(atMost(20, "files", distinct), (items, place) => {
  if (!place.isSound()) return undefined;
  if (items.length > 0) return items;
  return place.refuse("is empty", "write for example [compose.yaml, compose.prod.yaml]");
});

const stackFields = fields({
  file: text,
  files,
  profiles: distinct,
  env: mapping(plain, variableName),
  timeout: integer(1, 86400, 600),
  mirror: mirrorShape,
});

/** One file is a list of one. */
const stack: Shape<WrittenStack> = (value, place) => {
  if (isMapping(value) && "file" in value && "files" in value)
    place.refuse("has both file and files", "remove one of the two");
  if (isMapping(value) && !("file" in value) && !("files" in value))
    place.at("file").refuse("is missing", "write for example file: example/compose.yaml");
  const read = stackFields(value, place);
  if (!read || (read.file === undefined) === (read.files === undefined)) return undefined;
  const { file, files = [], ...rest } = read;
  return { ...rest, files: file === undefined ? files : [file] };
};

const settings = {
  target: oneOf("local", "aws", "hosts"),
  managers,
  workers,
  nodes: nodesShape,
  rebalance: flag,
  seed: text,
  recover: text,
  adopt: swarmId,
  addressPool: text,
  encrypt: flag,
  stacks: atMost(100, "stacks", mapping(stack, stackName, "shop: {file: shop/compose.yaml}")),
  images: imagesShape,
  local: fields({ port: integer(1, 65535, 8080), subnet: text, firstPort: integer(1, 65526, 20000) }),
  aws: awsShape,
  ...hostsFields,
};

export const settingNames = Object.keys(settings);

export const settingsShape: Shape<WrittenSettings> = fields(settings);
