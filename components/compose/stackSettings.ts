import { isMapping } from "../input/mapping.ts";
import {
  atMost,
  boolean,
  type Complete,
  enumOf,
  type Infer,
  integer,
  list,
  nameLike,
  object,
  plain,
  record,
  refine,
  type Schema,
  scalarText,
  show,
  text,
} from "../input/schema.ts";

/**
 * What becomes of a bind mount: a named volume, configs with the content of the files here, the same path on the
 * nodes, or nothing.
 */
export const bindChoices = ["volume", "config", "host", "omit"] as const;
export type BindChoice = (typeof bindChoices)[number];

const byService = record(boolean, undefined, "{db: false}");

/** Whether to mirror the images of a whole stack, or of some services. */
export type MirrorChoice = boolean | Infer<typeof byService>;

/** A later check compares the names with the compose file's services. */
const mirror: Schema<MirrorChoice> = (value, path) => {
  if (isMapping(value)) return byService(value, path);
  if (["true", "false"].includes(scalarText(value))) return scalarText(value) === "true";
  return path.error(
    `must be true, false or a mapping of services, but is ${show(value)}`,
    "write for example false, or {db: false}",
  );
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

const fields = object({
  file: text,
  files,
  /** Active profiles; default none. */
  profiles: distinct,
  /** Variables for `${…}` in the file; they override the environment and `.env`. */
  env: record(plain, variableName),
  /** Seconds until the services must converge; default 600. */
  timeout: integer(1, 86400, 600),
  /** Overrides `swarm:images.mirror`; default: no override. */
  mirror,
  /** False: services with local volumes may start on any node, with an empty volume; default true. */
  pinVolumes: boolean,
  /** By path that services mount; default: as docs/compose.md says. */
  binds: record(enumOf(...bindChoices), text, "./data: volume"),
});

interface WrittenStack extends Omit<Infer<typeof fields>, "file" | "files"> {
  readonly files: readonly string[];
}

/** A single file is shorthand for a list. */
const stack: Schema<WrittenStack> = (value, path) => {
  if (isMapping(value) && "file" in value && "files" in value)
    path.error("has both file and files", "remove one of the two");
  if (isMapping(value) && !("file" in value) && !("files" in value))
    path.at("file").error("is missing", "write for example file: example/compose.yaml");
  const read = fields(value, path);
  if (!read || (read.file === undefined) === (read.files === undefined)) return undefined;
  const { file, files = [], ...rest } = read;
  return { ...rest, files: file === undefined ? files : [file] };
};

/** The block `swarm:stacks`. */
export const stacksSchema = atMost(
  100,
  "stacks",
  record(stack, stackName, "shop: {file: shop/compose.yaml}"),
);

/** A stack to deploy: one compose file, or several that are merged. */
export interface StackSettings extends Complete<WrittenStack, "mirror" | "binds" | "pinVolumes"> {
  readonly name: string;
  /** Absolute paths of the compose files, at least one; later files override earlier ones. */
  readonly files: readonly string[];
}
