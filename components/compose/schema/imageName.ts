/** The complete name of an image: `nginx` becomes `docker.io/library/nginx:latest`. */
export interface ImageName {
  /** `docker.io`, `registry.example.com:5000` */
  readonly host: string;
  /** `library/nginx` */
  readonly path: string;
  /** `1.29`; undefined if the name has only a digest. */
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** Why a text is not an image name. */
interface WrongName {
  readonly problem: string;
  readonly hint: string;
}

const component = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const domain = new RegExp(`^${label}(?:\\.${label})*(?::[0-9]+)?$`);
const hub = ["index.docker.io", "registry-1.docker.io"];

/** By the rules of https://pkg.go.dev/github.com/distribution/reference */
export function parseImageName(text: string): ImageName | WrongName {
  const [name = "", digest, ...more] = text.split("@");
  if (more.length > 0) return wrong(text, "has two digests", "leave one of them");
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    return wrong(text, "has an invalid digest", "write it as @sha256: with 64 digits 0-9 and a-f");
  const at = name.indexOf(":", name.lastIndexOf("/") + 1);
  const [repository, tag] = at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag))
    return wrong(text, "has an invalid tag", "use up to 128 letters, digits, _, . and -, for example :1.29");
  const { host, path } = placeOf(repository);
  if (!domain.test(host)) return wrong(text, "has an invalid host", "write for example ghcr.io/acme/shop");
  const parts = path.split("/");
  if (path.length > 255 || !parts.every((part) => component.test(part)))
    return parts.every((part) => component.test(part.toLowerCase())) && path.length <= 255
      ? wrong(text, "has upper case in its name", `write ${path.toLowerCase()}`)
      : wrong(text, "is not an image name", "write for example nginx:1.29 or ghcr.io/acme/shop:2");
  const full = host === "docker.io" && parts.length === 1 ? `library/${path}` : path;
  if (digest !== undefined) return { host, path: full, ...(tag === undefined ? {} : { tag }), digest };
  return { host, path: full, tag: tag ?? "latest" };
}

function wrong(text: string, problem: string, hint: string): WrongName {
  return { problem: `${problem}: ${JSON.stringify(text)}`, hint: hint };
}

/** The first part is a registry host if it cannot be part of a Docker Hub name. */
function placeOf(repository: string): Pick<ImageName, "host" | "path"> {
  const at = repository.indexOf("/");
  const first = repository.slice(0, Math.max(at, 0));
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  if (!isHost) return { host: "docker.io", path: repository };
  return { host: hub.includes(first) ? "docker.io" : first, path: repository.slice(at + 1) };
}

/** The source reference, `docker.io/library/nginx:1.29`; a digest takes precedence over a tag. */
export function sourceOf({ host, path, tag, digest }: ImageName): string {
  return digest === undefined ? `${host}/${path}:${tag}` : `${host}/${path}@${digest}`;
}

/** The usual short form: `nginx:1.29`. */
export function shortName(name: ImageName): string {
  return sourceOf(name).replace(/^docker\.io\/(library\/)?/, "");
}

/** A service's name in the name of its image: registries know no upper case, and one separator at a time. */
export function imageKey(service: string): string {
  return service.toLowerCase().replaceAll(/[-_]{2,}/g, "-");
}
