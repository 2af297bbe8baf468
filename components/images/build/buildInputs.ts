import { relative } from "node:path";
import type { ImageArgs } from "@pulumi/docker-build/image.js";
import type { NetworkMode } from "@pulumi/docker-build/types/enums/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe, NamedContext } from "../../compose/buildRecipe.ts";
import { mapValues } from "../../input/mapping.ts";

/** Converts a recipe to the plugin's arguments. */
export function buildInputs(build: BuildRecipe): Partial<ImageArgs> {
  const secrets = build.secrets ?? {};
  const named = mapValues(build.contexts ?? {}, ({ location, isFolder }: NamedContext) => ({
    location: isFolder ? fromHere(location) : location,
  }));
  return {
    context: { location: fromHere(build.context), ...given("named", named) },
    dockerfile:
      build.dockerfile === undefined
        ? { inline: build.inlineDockerfile ?? "" }
        : { location: fromHere(build.dockerfile) },
    ...(build.target === undefined ? {} : { target: build.target }),
    // The arguments may come from secret settings; this function cannot tell.
    buildArgs: pulumi.secret({ ...build.args }),
    ...given("addHosts", build.extraHosts && [...build.extraHosts]),
    ...(build.network === undefined ? {} : { network: build.network as NetworkMode }),
    ...(build.noCache ? { noCache: true } : {}),
    ...given(
      "cacheFrom",
      build.cacheFrom?.map((raw) => ({ raw })),
    ),
    ...given(
      "ssh",
      Object.entries(build.ssh ?? {}).map(([id, paths]) => ({ id, ...given("paths", paths.map(fromHere)) })),
    ),
    // The plugin passes them to the builder's environment. A new daily token must not trigger a build.
    ...(Object.keys(secrets).length > 0
      ? { secrets: pulumi.secret(secrets), ignoreSecretsInDiffCalculation: Object.keys(secrets) }
      : {}),
  };
}

/** Relative, so that moving the clone changes nothing. */
function fromHere(path: string): string {
  return relative(process.cwd(), path) || ".";
}

/** A key with its value; no key if the value is empty. */
function given<K extends string, V extends object>(key: K, value: V | undefined): { [k in K]?: V } {
  return value === undefined || Object.keys(value).length === 0 ? {} : ({ [key]: value } as { [k in K]: V });
}
