import { resolve } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isText } from "../../input/textFile.ts";
import { type Unreadable, unfit } from "../../input/userFile.ts";
import { displayPath, type Workspace } from "../../input/workspace.ts";
import type { BuildRecipe, NamedContext } from "../buildRecipe.ts";
import type { ComposeDocument } from "../document.ts";
import type { BuildDocument } from "../schema/buildSchema.ts";
import type { ComposeSource } from "../source.ts";
import type { StackObject } from "./objectContent.ts";

/** Build keys besides context, Dockerfile, target and arguments. */
export function optionalBuildKeys(
  build: BuildDocument,
  document: ComposeDocument,
  objects: readonly StackObject[],
  source: ComposeSource,
  path: DiagnosticPath,
): Partial<BuildRecipe> {
  const all = {
    labels: build.labels,
    contexts: build.additional_contexts && contexts(build.additional_contexts, source, path),
    extraHosts: build.extra_hosts,
    network: build.network,
    noCache: build.no_cache,
    cacheFrom: build.cache_from?.map((entry) => (entry.includes("=") ? entry : `type=registry,ref=${entry}`)),
    secrets: build.secrets && secrets(build.secrets, document, objects, path.at("secrets")),
    ssh: build.ssh && sshKeys(build.ssh, source, path.at("ssh")),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function contexts(
  written: Readonly<Record<string, string | null>>,
  { directory, workspace }: ComposeSource,
  path: DiagnosticPath,
): Record<string, NamedContext> {
  const entries = Object.entries(written).map(([name, value]) => {
    const here = path.at("additional_contexts").at(name);
    const location = value ?? "";
    if (location.startsWith("service:"))
      here.error(
        `names ${location}; services are built side by side`,
        "make it a stage of the same Dockerfile, and name that with FROM",
      );
    else if (/^(docker-image|https?|git|ssh):\/\//.test(location))
      return [name, { location, isFolder: false }] as const;
    else if (workspace.kindOf(resolve(directory, location)) !== "directory")
      here.error(
        `names ${displayPath(resolve(directory, location), workspace)}, which is not a directory`,
        "fix the path, or name an image: docker-image://alpine:3",
      );
    return [name, { location: resolve(directory, location), isFolder: true }] as const;
  });
  return Object.fromEntries(entries);
}

/** Secret values by id, as `RUN --mount=type=secret,id=…` refers to them. */
function secrets(
  uses: NonNullable<BuildDocument["secrets"]>,
  document: ComposeDocument,
  objects: readonly StackObject[],
  path: DiagnosticPath,
): Record<string, string> {
  const entries = uses.flatMap(({ source, target = source, ...owner }, index) => {
    const here = path.at(index);
    for (const key of Object.keys(owner))
      here.at(key).warn("is left out; the builder mounts the secret as RUN says", "set it with RUN --mount");
    const known = Object.hasOwn(document.secrets, source) ? document.secrets[source] : undefined;
    if (!known)
      return (
        here.error(
          `uses ${source}, which the file does not define`,
          `write it under the top-level secrets: ${source}: {environment: …}`,
        ) ?? []
      );
    if (known.external)
      return (
        here.error(
          `uses ${source}, which is external; no swarm gives a secret's content away`,
          "give it a file or environment",
        ) ?? []
      );
    const found = objects.find(({ kind, key }) => kind === "secret" && key === source);
    if (found && !isText(found.content))
      here.error(`uses ${source}, which is not UTF-8 text`, "encode it, for example with base64");
    return found ? [[target, found.content.toString()] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** The builder also accepts the socket of an SSH agent. */
function wrongKey(path: string, { kindOf }: Workspace): (Unreadable & { path: string }) | undefined {
  const kind = kindOf(path);
  const wrong = kind === "socket" ? undefined : unfit(kind);
  return wrong && { ...wrong, path };
}

function sshKeys(
  written: Readonly<Record<string, string | null>>,
  { directory, workspace }: ComposeSource,
  where: DiagnosticPath,
): Record<string, readonly string[]> {
  const entries = Object.entries(written).map(([id, value]) => {
    const paths = (value ?? "")
      .split(",")
      .filter(Boolean)
      .map((path) => resolve(directory, path));
    const wrong = paths.flatMap((path) => wrongKey(path, workspace) ?? []);
    for (const { path, problem, hint = "fix the path" } of wrong.slice(0, 1))
      where.at(id).error(`names ${displayPath(path, workspace)}, which ${problem}`, hint);
    if (paths.length === 0 && !workspace.environment.SSH_AUTH_SOCK)
      where
        .at(id)
        .error(
          "asks for the SSH agent, but none runs in this shell",
          `start one: eval "$(ssh-agent)" && ssh-add; or name a key: ${id}=path`,
        );
    return [id, paths] as const;
  });
  return Object.fromEntries(entries);
}
