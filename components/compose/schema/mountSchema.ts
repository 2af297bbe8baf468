import { isAbsolute, normalize } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import {
  boolean,
  enumOf,
  forbidden,
  type Having,
  type Infer,
  ignoredKey,
  list,
  object,
  read,
  refine,
  type Schema,
  scalarText,
  show,
  stringLike,
  text,
  union,
} from "../../input/schema.ts";
import { isPath, sourceOfText } from "../binds/bindPath.ts";
import { bytes, isCountable, size } from "./amounts.ts";
import { texts } from "./composeValues.ts";

const absolute = stringLike("an absolute path in the container", "/data", isAbsolute);
/** The engine mounts nothing over a container's root. */
const inside: Schema<string> = refine(absolute, (path, where) =>
  normalize(path) === "/"
    ? where.error(`must be below / in the container, but is ${show(path)}`, "write for example /data")
    : path,
);
/** Short-form options that only tune a mount; a volume works without them. */
const manners = ["z", "Z", "cached", "delegated", "consistent"];
const propagations = ["private", "rprivate", "shared", "rshared", "slave", "rslave"] as const;
type Propagation = (typeof propagations)[number];

const onlyCompose = (what: string) => forbidden(`is ignored by swarm (${what})`, "remove it");

const longFields = object(
  {
    type: enumOf("volume", "bind", "tmpfs", "cluster"),
    source: text,
    target: inside,
    read_only: boolean,
    consistency: text,
    bind: object({
      propagation: enumOf(...propagations),
      create_host_path: boolean,
      recursive: onlyCompose("it has no such option"),
      selinux: ignoredKey("is left out; swarm has nothing like it", "remove it"),
    }),
    volume: object({ nocopy: boolean, subpath: forbidden("is not known to the nodes' docker", "remove it") }),
    tmpfs: object({
      size: refine(size, bytes),
      mode: (value, path) =>
        value === 0o1777 || /^0?1777$/.test(scalarText(value))
          ? undefined
          : path.warn("is left out; everyone in the container may write there", "remove it"),
    }),
  },
  { type: "volume", target: "/data" },
);

export interface MountDocument extends Having<Infer<typeof longFields>, "type" | "target"> {
  /** Index of a bind mount in the list as written. */
  readonly index?: number;
}

/** `SOURCE:TARGET:OPTIONS`, `SOURCE:TARGET` or `TARGET`. */
const shortMount: Schema<MountDocument> = (value, path) => {
  const { source, parts } = sourceOfText(scalarText(value));
  if (parts.length > 2 || source === "" || parts.includes(""))
    return path.error(
      `must be SOURCE:TARGET or SOURCE:TARGET:ro, but is ${show(value)}`,
      'write for example "data:/data"',
    );
  const [target = "", options = ""] = parts;
  if (inside(target, path) === undefined) return undefined;
  const flags = options === "" ? [] : options.split(",");
  const unknown = flags.find((word) => !["ro", "rw", "nocopy", ...manners, ...propagations].includes(word));
  if (unknown)
    return path.error(`has the option ${unknown}, which swarm ignores`, "use ro, rw or nocopy, or remove it");
  for (const word of flags.filter((word) => manners.includes(word)))
    path.warn(`has the option ${word}, which is left out; swarm has nothing like it`, "remove it");
  const propagation = flags.find((word): word is Propagation => propagations.some((known) => known === word));
  const bind = source !== undefined && isPath(source);
  return checkSource(
    {
      type: bind ? "bind" : "volume",
      ...(source === undefined ? {} : { source }),
      target,
      ...(flags.includes("ro") ? { read_only: true } : {}),
      ...(flags.includes("nocopy") ? { volume: { nocopy: true } } : {}),
      ...(propagation ? { bind: { propagation } } : {}),
    },
    path,
  );
};

const longMount: Schema<MountDocument> = (value, path) => {
  const mount = longFields(value, path);
  if (mount?.type === undefined || mount.target === undefined) return undefined;
  const { type, target, ...rest } = mount;
  return checkSource({ type, target, ...rest }, path);
};

function checkSource(mount: MountDocument, path: DiagnosticPath): MountDocument | undefined {
  const { type, source } = mount;
  if (type === "tmpfs" && source !== undefined)
    return path.error("is in memory, so it has no source", "remove source");
  if (type === "cluster" && source === undefined)
    return path.error("has no source", "name the cluster volume, or its group: source: group:NAME");
  if (type === "bind" && source === undefined)
    return path.error("has no source", "name the directory on the nodes, for example source: /srv/data");
  return mount;
}

const mount: Schema<MountDocument> = union<MountDocument>(
  'a string like "data:/data" or a mapping',
  '"data:/data"',
  { text: shortMount, mapping: longMount },
);

/**
 * Of two mounts with one target the last counts, as in docker compose. Keeps the index of each bind mount for
 * diagnostics of the later check against local files.
 */
export const mounts: Schema<readonly MountDocument[]> = (value, path) => {
  if (!Array.isArray(value)) return list(mount, '- "data:/data"')(value, path);
  const found = value.map((item, index) => read(mount, item, path.at(index)));
  const last = new Map(found.map((one, index) => [one?.target, index] as const));
  return found.flatMap((one, index) => {
    if (!one) return [];
    const counts = last.get(one.target);
    if (counts !== index) {
      path
        .at(index)
        .warn(`is left out; volumes[${counts}] is at ${one.target}, too`, "remove one of the two");
      return [];
    }
    return [{ ...one, ...(one.type === "bind" ? { index } : {}) }];
  });
};

/** Swarm ignores `tmpfs:`, so it becomes a mount. */
export const memoryMounts: Schema<readonly MountDocument[]> = refine(texts, (entries, path) =>
  entries.flatMap((entry) => memoryMount(entry, path) ?? []),
);

const limit = /^size=[0-9]+[kmg]?b?$/i;
const owner = /^(mode=[0-7]+|[ug]id=[0-9]+)$/;
/** Options that are docker's default for tmpfs mounts, or make no difference to a program. */
const usual = [/^(rw|exec|suid|dev|noexec|nosuid|nodev|noatime|nodiratime|relatime|async)$/, /^mode=0*1777$/];

function memoryMount(entry: string, path: DiagnosticPath): MountDocument | undefined {
  const [target = "", options = ""] = entry.split(":");
  if (inside(target, path) === undefined) return undefined;
  const flags = options === "" ? [] : options.split(",");
  const unknown = flags.find((word) => ![limit, owner, ...usual].some((known) => known.test(word)));
  if (unknown)
    return path.error(`has the option ${unknown}, but swarm knows size=… in bytes only`, "remove it");
  for (const word of flags.filter((word) => ["exec", "suid", "dev"].includes(word)))
    path.warn(`has the option ${word}, which is left out; swarm mounts memory with no${word}`, "remove it");
  for (const word of flags.filter((word) => owner.test(word) && !usual.some((known) => known.test(word))))
    path.warn(
      `has the option ${word}, which is left out; everyone in the container may write there`,
      "remove it",
    );
  const size = flags.find((word) => limit.test(word))?.slice("size=".length);
  if (size !== undefined && !isCountable(bytes(size)))
    return path.error(
      `has the option size=${size}, more than docker can count`,
      "write for example size=64m",
    );
  return { type: "tmpfs", target, ...(size ? { tmpfs: { size: bytes(size) } } : {}) };
}
