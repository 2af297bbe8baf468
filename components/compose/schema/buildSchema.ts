import { mapValues } from "../../input/mapping.ts";
import { boolean, enumOf, list, object, refine, type Schema, text, union } from "../../input/schema.ts";
import type { BuildDocument } from "../document.ts";
import { environment, labels, openVariables } from "./composeValues.ts";
import { leftOut, type Rule, refused, used } from "./rule.ts";
import { hosts, objectUse } from "./serviceSchemas.ts";

const never = (hint: string) => refused("is not allowed for builds here", hint);
const noSetting = "Pulumi's build plugin has no such setting";

/** `name:address`, in either syntax. */
const hostEntries: Schema<readonly string[]> = refine(hosts, (entries) =>
  Array.isArray(entries)
    ? entries.map((entry: string) => entry.replace(/^([^=:]+)=/, "$1:"))
    : Object.entries(entries).map(([name, address]) => `${name}:${address}`),
);

/** `default` or `id=path`. */
const sshKeys: Schema<Readonly<Record<string, string | null>>> = union<Record<string, string | null>>(
  "a list or a mapping",
  "[default]",
  { text: refine(text, (id) => ({ [id]: null })), list: openVariables, mapping: openVariables },
);

const schemas = {
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  target: text,
  args: environment,
  labels,
  additional_contexts: openVariables,
  secrets: list(objectUse),
  ssh: sshKeys,
  extra_hosts: hostEntries,
  network: enumOf("default", "host", "none"),
  no_cache: boolean,
  cache_from: list(text),
};

/** Every key that a build can have; docs/compose.md prints this table. */
export const buildRules: Readonly<Record<string, Rule>> = {
  context: used(schemas.context, "a folder; default the compose file's own"),
  dockerfile: used(schemas.dockerfile),
  dockerfile_inline: used(schemas.dockerfile_inline),
  target: used(schemas.target),
  args: used(schemas.args, "an argument without a value gets the variable of that name"),
  labels: used(schemas.labels),
  additional_contexts: used(
    schemas.additional_contexts,
    "folders, images and addresses; service: is refused",
  ),
  secrets: used(
    schemas.secrets,
    "never in a layer or log, encrypted in the state; a changed value alone does not rebuild",
  ),
  ssh: used(schemas.ssh, "default is the agent of this shell"),
  extra_hosts: used(schemas.extra_hosts),
  network: used(schemas.network, "default, host or none"),
  no_cache: used(schemas.no_cache, "when something is built"),
  cache_from: used(schemas.cache_from),
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
};

const long = object({
  ...mapValues(buildRules, ({ schema }) => schema),
  ...schemas,
});

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
