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
import { labels, openVariables } from "./composeValues.ts";
import { hosts, objectUse } from "./serviceShapes.ts";

const without = (why: string, remedy = "remove it") => leftOut(`is left out; ${why}`, remedy);
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

const long = fields({
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  target: text,
  args: openVariables,
  labels,
  additional_contexts: openVariables,
  secrets: list(objectUse),
  ssh: sshKeys,
  extra_hosts: hostEntries,
  network: oneOf("default", "host", "none"),
  no_cache: flag,
  cache_from: list(text),
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
  entitlements: refused("is nothing that the builder is allowed here", "remove it"),
  privileged: refused("is nothing that the builder is allowed here", "remove it"),
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
