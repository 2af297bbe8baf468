import { isAbsolute, join, resolve } from "node:path";
import type { Place } from "../input/place.ts";
import { called } from "../input/surroundings.ts";
import type { BuildDocument, ComposeDocument } from "./composeDocument.ts";
import type { BuildRecipe } from "./composeModel.ts";
import type { ComposeSource } from "./serviceEnvironment.ts";

/** How the services' images are built, by service. */
export function buildRecipes(
  { services }: ComposeDocument,
  source: ComposeSource,
  place: Place,
): Record<string, BuildRecipe> {
  const recipes = Object.entries(services).flatMap(([name, { build }]) => {
    const recipe = build && buildRecipe(build, source, place.at("services").at(name).at("build"));
    return recipe ? [[name, recipe] as const] : [];
  });
  return Object.fromEntries(recipes);
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
  const written = build.dockerfile ?? "Dockerfile";
  const dockerfile = isAbsolute(written) ? written : join(context, written);
  if (surroundings.kindOf(dockerfile) !== "file")
    return place.refuse(
      `builds from ${called(context, surroundings)}, but there is no ${called(dockerfile, surroundings)}`,
      "write it, or name another file under build.dockerfile",
    );
  const args = buildArguments(build.args ?? {}, source, place.at("args"));
  return { context, dockerfile, ...(build.target === undefined ? {} : { target: build.target }), args };
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
