import type { Place } from "../input/place.ts";
import { fields, flag, integer, isMapping, mapping, type Shape, show, wordOf } from "../input/shape.ts";
import type { ImagesSettings, MirrorChoice, SourceLogin } from "./imagesSettings.ts";

/** The block `swarm:images`, each value right by itself; all of it optional. */
export type WrittenImages = Partial<ImagesSettings>;

/** A mapping that may hold a password: what stands there instead of one is not shown. */
function unseen<T>(shape: Shape<T>, example: string): Shape<T> {
  return (value, place) =>
    isMapping(value)
      ? shape(value, place)
      : place.refuse("must be a mapping", `write for example ${example}`);
}

/** A text that is not shown. */
function word(example: string, accept: RegExp, problem: string): Shape<string> {
  return (value, place) => {
    if (typeof value === "number") return place.refuse("must be a text, but is a number", "put it in quotes");
    if (typeof value !== "string") return place.refuse("must be a text", `write for example ${example}`);
    return accept.test(value) ? value : place.refuse(problem, `write for example ${example}`);
  };
}

const dockerHub = /^(index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com|hub\.docker\.com)$/;

/** As it stands before the first slash of an image's name. */
const host: Shape<string> = (value, place) => {
  const text = wordOf(value);
  const [bare = ""] = text.replace(/^[a-z]+:\/\//i, "").split("/");
  if (dockerHub.test(bare)) return place.refuse("is Docker Hub under another name", "write docker.io");
  if (isHost(text)) return text;
  if (isHost(bare))
    return place.refuse("is not the host of a registry alone", `write ${JSON.stringify(bare)}`);
  return place.refuse(
    "is not the host of a registry",
    'write it as in an image\'s name, for example "ghcr.io"; on the command line swarm:images.sources["ghcr.io"]',
  );
};

/** Without a dot or a port it would be a part of a name on Docker Hub. */
function isHost(text: string): boolean {
  const part = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  const form = new RegExp(`^(localhost|${part}(\\.${part})+|${part}(?=:))(:[0-9]{1,5})?$`);
  return form.test(text);
}

const source = unseen(
  fields(
    {
      username: word("octocat", /^[^:\s]+$/, "must be a name without blanks and colons"),
      password: word("a token of that registry", /^[^\r\n]+$/, "must be one line that is not empty"),
    },
    { username: "octocat", password: "a token of that registry" },
  ) as Shape<SourceLogin>,
  "{username: octocat, password: …}",
);

const sources = unseen(
  mapping(
    (value, place) => {
      const read = source(value, place);
      return read?.username !== undefined && read.password !== undefined ? read : undefined;
    },
    host,
    '"ghcr.io": {username: octocat, password: …}',
  ),
  '{"ghcr.io": {username: octocat, password: …}}',
);

export const imagesShape: Shape<WrittenImages> = unseen(
  fields({ mirror: flag, keep: integer(1, 1000, 3), sources }, {}, "keep: 3") as Shape<WrittenImages>,
  "{mirror: true, keep: 3}",
);

const byService = mapping(flag, undefined, "{db: false}");

/** `swarm:stacks.<name>.mirror`; whether the services are there shows with their file. */
export const mirrorShape: Shape<MirrorChoice> = (value, place) => {
  if (isMapping(value)) return byService(value, place);
  if (["true", "false"].includes(wordOf(value))) return wordOf(value) === "true";
  return place.refuse(
    `must be true, false or a mapping of services, but is ${show(value)}`,
    "write for example false, or {db: false}",
  );
};

/**
 * A password that anyone who sees `Pulumi.<stack>.yaml` can read.
 *
 * @param secretKeys what the Pulumi CLI keeps encrypted, `swarm:images`; undefined where nobody can tell
 */
export function checkSecrecy(
  { sources = {} }: WrittenImages,
  secretKeys: readonly string[] | undefined,
  place: Place,
): void {
  if (secretKeys === undefined || secretKeys.includes("swarm:images")) return;
  for (const name of Object.keys(sources))
    place
      .at("sources")
      .at(name)
      .at("password")
      .refuse(
        "is written in clear",
        `take it out of the file and run: npm run pulumi -- config set --secret --path 'swarm:images.sources["${name}"].password'`,
      );
}
