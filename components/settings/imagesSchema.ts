import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import { isMapping } from "../input/mapping.ts";
import {
  boolean,
  type Complete,
  type Infer,
  integer,
  object,
  record,
  refine,
  type Schema,
  scalarText,
} from "../input/schema.ts";

/** A mapping that may hold a password: messages do not show a value of another type. */
function unseen<T>(schema: Schema<T>, example: string): Schema<T> {
  return (value, path) =>
    isMapping(value) ? schema(value, path) : path.error("must be a mapping", `write for example ${example}`);
}

/** A string that messages do not show. */
function word(example: string, accept: RegExp, problem: string): Schema<string> {
  return (value, path) => {
    if (typeof value === "number") return path.error("must be a string, but is a number", "put it in quotes");
    if (typeof value !== "string") return path.error("must be a string", `write for example ${example}`);
    return accept.test(value) ? value : path.error(problem, `write for example ${example}`);
  };
}

const dockerHub = /^(index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com|hub\.docker\.com)$/;

/** The part of an image name before the first slash. */
const host: Schema<string> = (value, path) => {
  const text = scalarText(value);
  const [bare = ""] = text.replace(/^[a-z]+:\/\//i, "").split("/");
  if (dockerHub.test(bare)) return path.error("is Docker Hub under another name", "write docker.io");
  if (isHost(text)) return text;
  if (isHost(bare)) return path.error("is not the host of a registry alone", `write ${JSON.stringify(bare)}`);
  return path.error(
    "is not the host of a registry",
    'write it as in an image\'s name, for example "ghcr.io"; on the command line swarm:images.sources["ghcr.io"]',
  );
};

/** Without a dot or a port it would be part of a Docker Hub name. */
function isHost(text: string): boolean {
  const part = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  const form = new RegExp(`^(localhost|${part}(\\.${part})+|${part}(?=:))(:[0-9]{1,5})?$`);
  return form.test(text);
}

const login = object(
  {
    username: word("octocat", /^[^:\s]+$/, "must be a name without spaces and colons"),
    /** Secret. */
    password: word("a token of that registry", /^[^\r\n]+$/, "must be one line that is not empty"),
  },
  { username: "octocat", password: "a token of that registry" },
);

export type SourceLogin = Complete<Infer<typeof login>>;

const source: Schema<SourceLogin> = refine(
  unseen(login, "{username: octocat, password: …}"),
  ({ username, password }) =>
    username !== undefined && password !== undefined ? { username, password } : undefined,
);

const imagesFields = {
  /**
   * Whether to mirror them into the cluster's registry; stacks and services can override it; default true.
   */
  mirror: boolean,
  /** Number of images of each service to keep on the nodes and in the registry; default 3. */
  keep: integer(1, 1000, 3),
  /** Logins by registry host: `ghcr.io`, `docker.io`, `127.0.0.1:5000`. */
  sources: unseen(
    record(source, host, '"ghcr.io": {username: octocat, password: …}'),
    '{"ghcr.io": {username: octocat, password: …}}',
  ),
};

/** The block `swarm:images`: each value is valid alone, all are optional. */
export const imagesSchema = unseen(object(imagesFields, {}, "keep: 3"), "{mirror: true, keep: 3}");

/** How images that are not built here reach the cluster, and how many images to keep. */
export type ImagesSettings = Complete<Infer<typeof imagesSchema>>;

/**
 * Reports a password that anyone who sees `Pulumi.<stack>.yaml` can read.
 *
 * @param secretKeys settings that Pulumi encrypts, `swarm:images`; undefined if unknown
 */
export function checkSecrecy(
  { sources = {} }: Infer<typeof imagesSchema>,
  secretKeys: readonly string[] | undefined,
  path: DiagnosticPath,
): void {
  if (secretKeys === undefined || secretKeys.includes("swarm:images")) return;
  for (const name of Object.keys(sources))
    path
      .at("sources")
      .at(name)
      .at("password")
      .error(
        "is written in clear",
        `take it out of the file and run: npm run pulumi -- config set --secret --path 'swarm:images.sources["${name}"].password'`,
      );
}
