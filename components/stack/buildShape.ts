import { either, fields, refused, type Shape, text } from "../input/shape.ts";
import type { BuildDocument } from "./composeDocument.ts";
import { openVariables } from "./composeValues.ts";

const later = (remedy: string) => refused("is not supported yet", remedy);

const long = fields(
  {
    context: text,
    dockerfile: text,
    target: text,
    args: openVariables,
    additional_contexts: later("copy what it needs into the context"),
    cache_from: later("remove it; the builder's own cache is used"),
    cache_to: later("remove it; the builder's own cache is used"),
    dockerfile_inline: later("put it into a file and name it under dockerfile"),
    entitlements: later("remove it"),
    extra_hosts: later("remove it"),
    isolation: later("remove it"),
    labels: later("write LABEL into the Dockerfile"),
    network: later("remove it"),
    no_cache: later("remove it"),
    platforms: later("remove it; the image is built for this computer's platform"),
    privileged: later("remove it"),
    provenance: later("remove it"),
    pull: later("remove it"),
    sbom: later("remove it"),
    secrets: later("bring the secret to the running service instead"),
    shm_size: later("remove it"),
    ssh: later("fetch the private code before the build"),
    tags: later("remove it; the image is named by its content"),
    ulimits: later("remove it"),
  },
  { context: "." },
);

export const build: Shape<BuildDocument> = either<BuildDocument>("a directory or a mapping", ".", {
  text: (value, place) => {
    const context = text(value, place);
    return context === undefined ? undefined : { context };
  },
  mapping: (value, place) => {
    const recipe = long(value, place);
    return recipe?.context === undefined ? undefined : { ...recipe, context: recipe.context };
  },
});
