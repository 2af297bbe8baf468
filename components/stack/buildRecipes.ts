import { isAbsolute, join, resolve } from "node:path";
import type { BuildRecipe } from "../build/buildRecipe.ts";
import type { Place } from "../input/place.ts";
import { called } from "../input/surroundings.ts";
import type { Limit } from "../input/userFile.ts";
import { rarerKeys } from "./buildKeys.ts";
import type { BuildDocument, ComposeDocument } from "./composeDocument.ts";
import type { StackObject } from "./composeModel.ts";
import type { ComposeSource } from "./composeSource.ts";

const dockerfileLimit: Limit = {
  of: "a Dockerfile",
  bytes: 1024 * 1024,
  hint: "name the right file under build.dockerfile",
};

/** How the services' images are built, by service. */
export function buildRecipes(
  document: ComposeDocument,
  objects: readonly StackObject[],
  source: ComposeSource,
  place: Place,
): Record<string, BuildRecipe> {
  const recipes = Object.entries(document.services).flatMap(([name, { build }]) => {
    const here = place.at("services").at(name).at("build");
    const recipe = build && buildRecipe(build, source, here);
    if (!recipe) return [];
    return [[name, { ...recipe, ...rarerKeys(build, document, objects, source, here) }] as const];
  });
  return Object.fromEntries(recipes);
}

/** Secrets that only builds use never come into the swarm. */
export function secretsOfBuildsAlone({ services }: ComposeDocument): Set<string> {
  const all = Object.values(services);
  const used = new Set(all.flatMap(({ secrets = [] }) => secrets.map(({ source }) => source)));
  const built = all.flatMap(({ build }) => (build?.secrets ?? []).map(({ source }) => source));
  return new Set(built.filter((key) => !used.has(key)));
}

function buildRecipe(build: BuildDocument, source: ComposeSource, place: Place): BuildRecipe | undefined {
  const { surroundings, directory } = source;
  if (/^([a-z]+:\/\/|git@|github\.com\/)/.test(build.context))
    return place.refuse(
      `builds from ${build.context}, which is not supported yet`,
      "clone it and name the directory",
    );
  const context = resolve(directory, build.context);
  if (surroundings.kindOf(context) !== "directory")
    return place.refuse(
      `builds from ${called(context, surroundings)}, which is no directory`,
      "mend the path",
    );
  const dockerfile = dockerfileOf(build, context, source, place);
  const args = buildArguments(build.args ?? {}, source, place.at("args"));
  if (!dockerfile) return undefined;
  return { context, ...dockerfile, ...(build.target === undefined ? {} : { target: build.target }), args };
}

function dockerfileOf(
  build: BuildDocument,
  context: string,
  { surroundings }: ComposeSource,
  place: Place,
): Pick<BuildRecipe, "dockerfile" | "inlineDockerfile"> | undefined {
  if (build.dockerfile_inline !== undefined) return { inlineDockerfile: build.dockerfile_inline };
  const written = build.dockerfile ?? "Dockerfile";
  const dockerfile = isAbsolute(written) ? written : join(context, written);
  const content = surroundings.contentOf(dockerfile, dockerfileLimit);
  if (Buffer.isBuffer(content)) return { dockerfile };
  const [folder, name] = [called(context, surroundings), called(dockerfile, surroundings)];
  const problem = content.hint ? `but ${name} ${content.problem}` : `but there is no ${name}`;
  return place.refuse(
    `builds from ${folder}, ${problem}`,
    content.hint ?? "write it, or name another file under build.dockerfile",
  );
}

function buildArguments(
  args: Readonly<Record<string, string | null>>,
  { lookup }: ComposeSource,
  place: Place,
): Record<string, string> {
  const entries = Object.entries(args).map(([name, value]) => {
    const found = value ?? lookup(name);
    if (found === undefined)
      place
        .at(name)
        .refuse(
          "has no value, and no variable of that name is set",
          `write ${name}: value, or set it in the stack's env`,
        );
    return [name, found ?? ""] as const;
  });
  return Object.fromEntries(entries);
}
