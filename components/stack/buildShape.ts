import {
  either,
  fields,
  flag,
  leftOut,
  list,
  oneOf,
  refused,
  type Shape,
  text,
  then,
} from "../input/shape.ts";
import type { BuildDocument } from "./composeDocument.ts";
import type { Rule } from "./composeRules.ts";
import { environment, labels, openVariables } from "./composeValues.ts";
import { hosts, objectUse } from "./serviceShapes.ts";

const used = (shape: Shape<unknown>, told = ""): Rule => ({ fate: "used", shape, told });
const without = (why: string, remedy = "remove it"): Rule => ({
  fate: "left out",
  shape: leftOut(`is left out; ${why}`, remedy),
  told: `${why}: ${remedy}`,
});
const never = (remedy: string): Rule => ({
  fate: "refused",
  shape: refused("is nothing that the builder is allowed here", remedy),
  told: remedy,
});
const noSetting = "the builder takes no such setting from here";

/** `name:address`, whatever it is written as. */
const hostEntries: Shape<readonly string[]> = then(hosts, (entries) =>
  Array.isArray(entries)
    ? entries.map((entry: string) => entry.replace(/^([^=:]+)=/, "$1:"))
    : Object.entries(entries).map(([name, address]) => `${name}:${address}`),
);

/** `default`, or `id=path`. */
const sshKeys: Shape<Readonly<Record<string, string | null>>> = either<Record<string, string | null>>(
  "a list or a mapping",
  "[default]",
  { text: then(text, (id) => ({ [id]: null })), list: openVariables, mapping: openVariables },
);

const shapes = {
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
  network: oneOf("default", "host", "none"),
  no_cache: flag,
  cache_from: list(text),
};

/** Every key that a build may have; docs/compose.md prints this. */
export const buildRules: Readonly<Record<string, Rule>> = {
  context: used(shapes.context, "a folder; default the compose file's own"),
  dockerfile: used(shapes.dockerfile),
  dockerfile_inline: used(shapes.dockerfile_inline),
  target: used(shapes.target),
  args: used(shapes.args, "an argument without a value gets the variable of that name"),
  labels: used(shapes.labels),
  additional_contexts: used(shapes.additional_contexts, "folders, images and addresses; service: is refused"),
  secrets: used(
    shapes.secrets,
    "in no layer and no log, encrypted in the state; another content alone builds nothing",
  ),
  ssh: used(shapes.ssh, "default is the agent of this shell"),
  extra_hosts: used(shapes.extra_hosts),
  network: used(shapes.network, "default, host or none"),
  no_cache: used(shapes.no_cache, "when something is built"),
  cache_from: used(shapes.cache_from),
  cache_to: without("the default builder keeps its own cache and hands none on"),
  isolation: without("it is for Windows"),
  platforms: without("the image is built for what the nodes run on"),
  provenance: without(noSetting),
  pull: without(
    "nothing would ever be unchanged",
    "name the base image by its digest, and change that when you want a newer one",
  ),
  sbom: without(noSetting),
  shm_size: without(noSetting),
  tags: without("the image is named by its content"),
  ulimits: without(noSetting),
  entitlements: never("remove it"),
  privileged: never("remove it"),
};

const long = fields({
  ...Object.fromEntries(Object.entries(buildRules).map(([key, { shape }]) => [key, shape])),
  ...shapes,
});

export const build: Shape<BuildDocument> = either<BuildDocument>("a directory or a mapping", ".", {
  text: (value, place) => {
    const context = text(value, place);
    return context === undefined ? undefined : { context };
  },
  mapping: (value, place) => {
    const recipe = long(value, place);
    if (recipe?.dockerfile !== undefined && recipe.dockerfile_inline !== undefined)
      return place.at("dockerfile_inline").refuse("stands beside dockerfile", "remove one of the two");
    // Also docker compose takes the file's own directory where a Dockerfile is all that is said.
    return recipe && { context: ".", ...recipe };
  },
});
