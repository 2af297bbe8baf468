import { resolve } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { Limit } from "../../input/userFile.ts";
import { displayPath } from "../../input/workspace.ts";
import { type BuildRecipe, dockerfileOf, isAddress } from "../buildRecipe.ts";
import type { ComposeDocument } from "../document.ts";
import type { BuildDocument } from "../schema/buildSchema.ts";
import type { ComposeSource } from "../source.ts";
import type { StackObject } from "./objectContent.ts";
import { optionalBuildKeys } from "./optionalBuildKeys.ts";

const dockerfileLimit: Limit = {
  of: "a Dockerfile",
  bytes: 1024 * 1024,
  hint: "name the right file under build.dockerfile",
};

/** The build recipe of each service that has `build`. */
export function buildRecipes(
  document: ComposeDocument,
  objects: readonly StackObject[],
  source: ComposeSource,
  path: DiagnosticPath,
): Record<string, BuildRecipe> {
  const recipes = Object.entries(document.services).flatMap(([name, { build }]) => {
    const here = path.at("services").at(name).at("build");
    const recipe = build && buildRecipe(build, source, here);
    if (!recipe) return [];
    return [[name, { ...recipe, ...optionalBuildKeys(build, document, objects, source, here) }] as const];
  });
  return Object.fromEntries(recipes);
}

/** Secrets that only builds use; they never reach the swarm. */
export function secretsOfBuildsAlone({ services }: ComposeDocument): Set<string> {
  const all = Object.values(services);
  const used = new Set(all.flatMap(({ secrets = [] }) => secrets.map(({ source }) => source)));
  const built = all.flatMap(({ build }) => (build?.secrets ?? []).map(({ source }) => source));
  return new Set(built.filter((key) => !used.has(key)));
}

function buildRecipe(
  build: BuildDocument,
  source: ComposeSource,
  path: DiagnosticPath,
): BuildRecipe | undefined {
  const { workspace, directory } = source;
  if (isAddress(build.context))
    return path.error(
      `builds from ${build.context}, which is not supported yet`,
      "clone it and name the directory",
    );
  const context = resolve(directory, build.context);
  if (workspace.kindOf(context) !== "directory")
    return path.error(
      `builds from ${displayPath(context, workspace)}, which is not a directory`,
      "fix the path",
    );
  const dockerfile = readDockerfile(build, context, source, path);
  const args = buildArguments(build.args ?? {}, source);
  if (!dockerfile) return undefined;
  return { context, ...dockerfile, ...(build.target === undefined ? {} : { target: build.target }), args };
}

function readDockerfile(
  build: BuildDocument,
  context: string,
  { workspace }: ComposeSource,
  path: DiagnosticPath,
): Pick<BuildRecipe, "dockerfile" | "inlineDockerfile"> | undefined {
  if (build.dockerfile_inline !== undefined) return { inlineDockerfile: build.dockerfile_inline };
  const dockerfile = dockerfileOf(build, context);
  const content = workspace.contentOf(dockerfile, dockerfileLimit);
  if (Buffer.isBuffer(content)) return { dockerfile };
  const [folder, name] = [displayPath(context, workspace), displayPath(dockerfile, workspace)];
  const problem = content.hint ? `but ${name} ${content.problem}` : `but there is no ${name}`;
  return path.error(
    `builds from ${folder}, ${problem}`,
    content.hint ?? "write it, or name another file under build.dockerfile",
  );
}

function buildArguments(
  args: Readonly<Record<string, string | null>>,
  { lookup }: ComposeSource,
): Record<string, string> {
  // Docker leaves out an argument without a value, too, and the Dockerfile's default applies.
  const entries = Object.entries(args).flatMap(([name, value]) => {
    const found = value ?? lookup(name);
    return found === undefined ? [] : [[name, found] as const];
  });
  return Object.fromEntries(entries);
}
