import { isAbsolute, normalize } from "node:path";
import type { Place } from "../input/place.ts";
import {
  either,
  fields,
  flag,
  leftOut,
  list,
  oneOf,
  read,
  refused,
  type Shape,
  show,
  text,
  textLike,
  then,
  wordOf,
} from "../input/shape.ts";
import type { MountDocument } from "./composeDocument.ts";
import { bytes, isCountable, size, texts } from "./composeValues.ts";

const absolute = textLike("an absolute path in the container", "/data", isAbsolute);
/** The engine mounts nothing over the root of a container. */
const inside: Shape<string> = then(absolute, (path, place) =>
  normalize(path) === "/"
    ? place.refuse(`must be below / in the container, but is ${show(path)}`, "write for example /data")
    : path,
);
/** Options of the short form that say how, not what; a volume is there without them. */
const manners = ["z", "Z", "cached", "delegated", "consistent"];
const propagations = ["private", "rprivate", "shared", "rshared", "slave", "rslave"] as const;

/** `/data/` and `/data` are one place in a container. */
export function withoutEndSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

/** `SOURCE:TARGET:OPTIONS`, `SOURCE:TARGET` or `TARGET`. */
const shortMount: Shape<MountDocument> = (value, place) => {
  if (/^[A-Za-z]:\\/.test(wordOf(value)))
    return place.refuse(
      `mounts ${value}, a path of Windows, but the service runs on the nodes`,
      "for data use a volume; bring a file in as a config",
    );
  const parts = wordOf(value).split(":");
  if (parts.length > 3 || parts.includes(""))
    return place.refuse(
      `must be SOURCE:TARGET or SOURCE:TARGET:ro, but is ${show(value)}`,
      'write for example "data:/data"',
    );
  const [source, target = "", options = ""] = parts.length === 1 ? [undefined, ...parts] : parts;
  if (inside(target, place) === undefined) return undefined;
  const words = options === "" ? [] : options.split(",");
  const unknown = words.find((word) => !["ro", "rw", "nocopy", ...manners, ...propagations].includes(word));
  if (unknown)
    return place.refuse(
      `has the option ${unknown}, which swarm ignores`,
      "use ro, rw or nocopy, or remove it",
    );
  for (const word of words.filter((word) => manners.includes(word)))
    place.note(`has the option ${word}, which is left out; swarm has nothing like it`, "remove it");
  const propagation = words.find((word) => (propagations as readonly string[]).includes(word));
  const bind = source !== undefined && /^[./~]/.test(source);
  return checkSource(
    {
      type: bind ? "bind" : "volume",
      ...(source === undefined ? {} : { source }),
      target,
      ...(words.includes("ro") ? { read_only: true } : {}),
      ...(words.includes("nocopy") ? { volume: { nocopy: true } } : {}),
      ...(propagation ? { bind: { propagation } } : {}),
    },
    place,
  );
};

const onlyCompose = (what: string) => refused(`is ignored by swarm (${what})`, "remove it");

const longFields = fields(
  {
    type: oneOf("volume", "bind", "tmpfs"),
    source: text,
    target: inside,
    read_only: flag,
    consistency: text,
    bind: fields({
      propagation: oneOf(...propagations),
      create_host_path: leftOut("is left out; the directory must be on every node", "remove it"),
      recursive: onlyCompose("it has no such option"),
      selinux: leftOut("is left out; swarm has nothing like it", "remove it"),
    }),
    volume: fields({ nocopy: flag, subpath: refused("is not known to the nodes' docker", "remove it") }),
    tmpfs: fields({
      size: then(size, bytes),
      mode: (value, place) =>
        value === 0o1777 || /^0?1777$/.test(wordOf(value))
          ? undefined
          : place.note("is left out; everyone in the container may write there", "remove it"),
    }),
  },
  { type: "volume", target: "/data" },
);

const longMount: Shape<MountDocument> = (value, place) => {
  const mount = longFields(value, place);
  if (mount?.type === undefined || mount.target === undefined) return undefined;
  const { type, target, ...rest } = mount;
  return checkSource({ type, target, ...rest }, place);
};

function checkSource(mount: MountDocument, place: Place): MountDocument | undefined {
  const { type, source } = mount;
  if (type === "tmpfs" && source !== undefined)
    return place.refuse("is in memory, so it has no source", "remove source");
  if (type === "bind" && source === undefined)
    return place.refuse("has no source", "name the directory on the nodes, for example source: /srv/data");
  if (type === "bind" && source?.startsWith("~"))
    return place.refuse(
      `mounts ${source}, a path on this computer, but the service runs on the nodes`,
      "bring a file in as a config or secret, data as a volume; or copy it into the image",
    );
  return mount;
}

const mount: Shape<MountDocument> = either<MountDocument>(
  'a text like "data:/data" or a mapping',
  '"data:/data"',
  { text: shortMount, mapping: longMount },
);

/** Each knows its index, for what shows only beside the files of this computer. */
export const mounts: Shape<readonly MountDocument[]> = (value, place) => {
  if (!Array.isArray(value)) return list(mount, '- "data:/data"')(value, place);
  return value.flatMap((item, index) => {
    const found = read(mount, item, place.at(index));
    return found ? [{ ...found, ...(found.type === "bind" ? { index } : {}) }] : [];
  });
};

/** Swarm leaves out `tmpfs:`, so it becomes a mount. */
export const memoryMounts: Shape<readonly MountDocument[]> = then(texts, (entries, place) =>
  entries.flatMap((entry) => memoryMount(entry, place) ?? []),
);

const limit = /^size=[0-9]+[kmg]?b?$/i;
const owner = /^(mode=[0-7]+|[ug]id=[0-9]+)$/;
/** What docker's mounts in memory are like anyhow, and what makes no difference to a program. */
const usual = [/^(rw|noexec|nosuid|nodev|noatime|nodiratime|relatime|async)$/, /^mode=0*1777$/];

function memoryMount(entry: string, place: Place): MountDocument | undefined {
  const [target = "", options = ""] = entry.split(":");
  if (inside(target, place) === undefined) return undefined;
  const words = options === "" ? [] : options.split(",");
  const unknown = words.find((word) => ![limit, owner, ...usual].some((known) => known.test(word)));
  if (unknown)
    return place.refuse(`has the option ${unknown}, but swarm knows size=… in bytes only`, "remove it");
  for (const word of words.filter((word) => owner.test(word) && !usual.some((known) => known.test(word))))
    place.note(
      `has the option ${word}, which is left out; everyone in the container may write there`,
      "remove it",
    );
  const size = words.find((word) => limit.test(word))?.slice("size=".length);
  if (size !== undefined && !isCountable(bytes(size)))
    return place.refuse(
      `has the option size=${size}, more than docker can count`,
      "write for example size=64m",
    );
  return { type: "tmpfs", target, ...(size ? { tmpfs: { size: bytes(size) } } : {}) };
}
