import { resolve } from "node:path";
import type { BuildRecipe, NamedContext } from "../build/buildRecipe.ts";
import type { Place } from "../input/place.ts";
import { called, type Surroundings } from "../input/surroundings.ts";
import { isText } from "../input/textFile.ts";
import { type Unreadable, unfit } from "../input/userFile.ts";
import type { BuildDocument, ComposeDocument } from "./composeDocument.ts";
import type { StackObject } from "./composeModel.ts";
import type { ComposeSource } from "./composeSource.ts";

/** What a build may say beside its context, Dockerfile, target and arguments. */
export function rarerKeys(
  build: BuildDocument,
  document: ComposeDocument,
  objects: readonly StackObject[],
  source: ComposeSource,
  place: Place,
): Partial<BuildRecipe> {
  const all = {
    labels: build.labels,
    contexts: build.additional_contexts && contexts(build.additional_contexts, source, place),
    extraHosts: build.extra_hosts,
    network: build.network,
    noCache: build.no_cache,
    cacheFrom: build.cache_from?.map((entry) => (entry.includes("=") ? entry : `type=registry,ref=${entry}`)),
    secrets: build.secrets && secrets(build.secrets, document, objects, place.at("secrets")),
    ssh: build.ssh && sshKeys(build.ssh, source, place.at("ssh")),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function contexts(
  written: Readonly<Record<string, string | null>>,
  { directory, surroundings }: ComposeSource,
  place: Place,
): Record<string, NamedContext> {
  const entries = Object.entries(written).map(([name, value]) => {
    const here = place.at("additional_contexts").at(name);
    const location = value ?? "";
    if (location.startsWith("service:"))
      here.refuse(
        `names ${location}; services are built side by side`,
        "make it a stage of the same Dockerfile, and name that with FROM",
      );
    else if (/^(docker-image|https?|git|ssh):\/\//.test(location))
      return [name, { location, isFolder: false }] as const;
    else if (surroundings.kindOf(resolve(directory, location)) !== "directory")
      here.refuse(
        `names ${called(resolve(directory, location), surroundings)}, which is no directory`,
        "mend the path, or name an image: docker-image://alpine:3",
      );
    return [name, { location: resolve(directory, location), isFolder: true }] as const;
  });
  return Object.fromEntries(entries);
}

/** Contents by id, as `RUN --mount=type=secret,id=…` names them. */
function secrets(
  uses: NonNullable<BuildDocument["secrets"]>,
  document: ComposeDocument,
  objects: readonly StackObject[],
  place: Place,
): Record<string, string> {
  const entries = uses.flatMap(({ source, target = source, ...owner }, index) => {
    const here = place.at(index);
    for (const key of Object.keys(owner))
      here.at(key).note("is left out; the builder mounts the secret as RUN says", "set it with RUN --mount");
    const known = Object.hasOwn(document.secrets, source) ? document.secrets[source] : undefined;
    if (!known)
      return (
        here.refuse(
          `uses ${source}, which the file does not define`,
          `write it under the top-level secrets: ${source}: {environment: …}`,
        ) ?? []
      );
    if (known.external)
      return (
        here.refuse(
          `uses ${source}, which is external; no swarm gives a secret's content away`,
          "give it a file or environment",
        ) ?? []
      );
    const found = objects.find(({ kind, key }) => kind === "secret" && key === source);
    if (found && !isText(found.content))
      here.refuse(`uses ${source}, which is not UTF-8 text`, "encode it, for example with base64");
    return found ? [[target, found.content.toString()] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** The builder takes the socket of an agent, too. */
function wrongKey(path: string, { kindOf }: Surroundings): (Unreadable & { path: string }) | undefined {
  const kind = kindOf(path);
  const wrong = kind === "socket" ? undefined : unfit(kind);
  return wrong && { ...wrong, path };
}

function sshKeys(
  written: Readonly<Record<string, string | null>>,
  { directory, surroundings }: ComposeSource,
  place: Place,
): Record<string, readonly string[]> {
  const entries = Object.entries(written).map(([id, value]) => {
    const paths = (value ?? "")
      .split(",")
      .filter(Boolean)
      .map((path) => resolve(directory, path));
    const wrong = paths.flatMap((path) => wrongKey(path, surroundings) ?? []);
    for (const { path, problem, hint = "mend the path" } of wrong.slice(0, 1))
      place.at(id).refuse(`names ${called(path, surroundings)}, which ${problem}`, hint);
    if (paths.length === 0 && !surroundings.environment.SSH_AUTH_SOCK)
      place
        .at(id)
        .refuse(
          "asks for the SSH agent, but none runs in this shell",
          `start one: eval "$(ssh-agent)" && ssh-add; or name a key: ${id}=path`,
        );
    return [id, paths] as const;
  });
  return Object.fromEntries(entries);
}
