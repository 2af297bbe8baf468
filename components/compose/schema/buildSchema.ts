import {
  boolean,
  enumOf,
  type Having,
  type Infer,
  list,
  refine,
  type Schema,
  text,
  union,
} from "../../input/schema.ts";
import { environment, labels, openVariables } from "./composeValues.ts";
import { leftOut, type Rules, refused, ruled, used } from "./rule.ts";
import { hosts, objectUse } from "./serviceSchemas.ts";

const never = (hint: string) => refused("is not allowed for builds here", hint);
const noSetting = "Pulumi's build plugin has no such setting";

/** `name:address`, in either syntax. */
const hostEntries: Schema<readonly string[]> = refine(hosts, (entries) =>
  Array.isArray(entries)
    ? entries.map((entry: string) => entry.replace(/^([^=:]+)=/, "$1:"))
    : Object.entries(entries).map(([name, address]) => `${name}:${address}`),
);

/** `default` or `id=path`; as path by id, where null means the SSH agent of this shell. */
const sshKeys: Schema<Readonly<Record<string, string | null>>> = union<Record<string, string | null>>(
  "a list or a mapping",
  "[default]",
  { text: refine(text, (id) => ({ [id]: null })), list: openVariables, mapping: openVariables },
);

/** Every key that a build can have; docs/compose.md prints this table. */
export const buildRules = {
  context: used(text, "a folder; default the compose file's own"),
  dockerfile: used(text),
  dockerfile_inline: used(text),
  target: used(text),
  args: used(environment, "an argument without a value gets the variable of that name"),
  labels: used(labels),
  additional_contexts: used(openVariables, "folders, images and addresses; service: is refused"),
  secrets: used(
    list(objectUse),
    "never in a layer or log, encrypted in the state; a changed value alone does not rebuild",
  ),
  ssh: used(sshKeys, "default is the agent of this shell"),
  extra_hosts: used(hostEntries),
  network: used(enumOf("default", "host", "none"), "default, host or none"),
  no_cache: used(boolean, "when something is built"),
  cache_from: used(list(text)),
  cache_to: leftOut("the default builder cannot export its cache"),
  isolation: leftOut("it is for Windows"),
  platforms: leftOut("the image is built for what the nodes run on"),
  provenance: leftOut(noSetting),
  pull: leftOut(
    "every up would rebuild the image",
    "name the base image by its digest, and change that when you want a newer one",
  ),
  sbom: leftOut(noSetting),
  shm_size: leftOut(noSetting),
  tags: leftOut("the image is named by its content"),
  ulimits: leftOut(noSetting),
  entitlements: never("remove it"),
  privileged: never("remove it"),
} satisfies Rules;

const long = ruled(buildRules);

export interface BuildDocument extends Having<Infer<typeof long>, "context"> {}

export const build: Schema<BuildDocument> = union<BuildDocument>("a directory or a mapping", ".", {
  text: (value, path) => {
    const context = text(value, path);
    return context === undefined ? undefined : { context };
  },
  mapping: (value, path) => {
    const recipe = long(value, path);
    if (recipe?.dockerfile !== undefined && recipe.dockerfile_inline !== undefined)
      return path
        .at("dockerfile_inline")
        .error("cannot be combined with dockerfile", "remove one of the two");
    // Docker compose, too, defaults to the file's directory if only a Dockerfile is given.
    return recipe && { context: ".", ...recipe };
  },
});
