import { dirname, resolve } from "node:path";
import { dockerfileOf, isAddress } from "../buildRecipe.ts";
import type { ComposeDocument, ServiceDocument } from "../document.ts";
import type { BuildDocument } from "../schema/buildSchema.ts";
import type { ComposeSource } from "../source.ts";

/** How a service's image relates to a directory that it mounts. */
export interface Origin {
  /** True if the image is built from this directory. */
  readonly isBuilt: boolean;
  /** True if the directory is inside the build context. */
  readonly isInContext: boolean;
}

/** @param path absolute path of the directory */
export function originOf(
  service: ServiceDocument,
  services: ComposeDocument["services"],
  path: string,
  source: Pick<ComposeSource, "directory">,
): Origin {
  const builds = buildsOf(service, services).filter(({ context }) => !isAddress(context));
  const pathOf = ({ context }: BuildDocument) => resolve(source.directory, context);
  const contexts = builds.map(pathOf);
  const holdsDockerfile = builds.some((build) => dirname(dockerfileOf(build, pathOf(build))) === path);
  return {
    isBuilt: holdsDockerfile || contexts.some((context) => isWithin(context, path)),
    isInContext: contexts.some((context) => isWithin(path, context)),
  };
}

/** The service's own build, or that of the service whose image it runs. */
function buildsOf({ build, image }: ServiceDocument, services: ComposeDocument["services"]): BuildDocument[] {
  if (build) return [build];
  return Object.values(services).flatMap((other) =>
    other.build && image !== undefined && other.image === image ? [other.build] : [],
  );
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}
