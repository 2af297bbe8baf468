import { isAbsolute, relative, resolve } from "node:path";
import { isMapping } from "../../input/mapping.ts";
import { scalarText } from "../../input/schema.ts";
import { YamlMark } from "./yamlTags.ts";

type Change = (path: string) => string;

const isAddress = (text: string) => /^([a-z][a-z0-9+.-]*:|git@|github\.com\/)/.test(text);

/** The values that are paths of this computer; keyed by path, where `*` is any name or index. */
const pathKeys: Readonly<Record<string, (value: string, change: Change) => string>> = {
  "services.*.build": anyPath,
  "services.*.build.context": anyPath,
  "services.*.build.additional_contexts.*": contextPath,
  "services.*.build.ssh.*": named,
  "services.*.env_file": anyPath,
  "services.*.env_file.*": anyPath,
  "services.*.env_file.*.path": anyPath,
  "services.*.volumes.*": mountedPath,
  "configs.*.file": anyPath,
  "secrets.*.file": anyPath,
};

/**
 * Rewrites the relative paths of a compose file, for use from another directory.
 *
 * @param from the directory where its paths start
 * @param to the directory where they start afterwards
 */
export function movePaths<T>(data: T, from: string, to: string): T {
  if (from === to) return data;
  const change: Change = (path) => {
    if (path === "" || isAbsolute(path) || path.startsWith("~")) return path;
    const moved = relative(to, resolve(from, path)) || ".";
    return moved.startsWith("..") || moved === "." ? moved : `./${moved}`;
  };
  return move(data, [], change) as T;
}

function move(value: unknown, path: readonly string[], change: Change): unknown {
  if (value instanceof YamlMark) return value.with(move(value.value, path, change));
  if (typeof value === "string") {
    const pattern = patternOf(path);
    return (Object.hasOwn(pathKeys, pattern) ? pathKeys[pattern]?.(value, change) : undefined) ?? value;
  }
  if (Array.isArray(value)) return value.map((item) => move(item, [...path, "*"], change));
  if (!isMapping(value)) return value;
  const moved = Object.entries(value).map(
    ([key, item]) => [key, move(item, [...path, key], change)] as const,
  );
  return Object.fromEntries([...moved, ...added(value, path, change)]);
}

function patternOf(path: readonly string[]): string {
  const isList = path.at(-1) === "*" || ["additional_contexts", "ssh"].includes(path.at(-2) ?? "");
  return path
    .map((key, index) => (index === 1 || (isList && index === path.length - 1) ? "*" : key))
    .join(".");
}

/** A build without a context, and the sources of mounts in long syntax, whose meaning depends on other keys. */
function added(
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
  change: Change,
): [string, unknown][] {
  const [section, , key] = path;
  if (section === "services" && key === "build" && path.length === 3 && !("context" in value))
    return [["context", change(".")]];
  if (section === "services" && key === "volumes" && path.length === 4 && value.type === "bind")
    return typeof value.source === "string" ? [["source", change(value.source)]] : [];
  if (section === "volumes" && path.length === 2) {
    const { driver_opts: options } = value;
    const isBound = isMapping(options) && scalarText(options.o).split(",").includes("bind");
    if (isBound && typeof options.device === "string")
      return [["driver_opts", { ...options, device: change(options.device) }]];
  }
  return [];
}

function anyPath(value: string, change: Change): string {
  return isAddress(value) ? value : change(value);
}

/** `name=path` in a list, or a path. */
function contextPath(value: string, change: Change): string {
  const at = value.indexOf("=");
  const [name, path] = at < 0 ? ["", value] : [value.slice(0, at + 1), value.slice(at + 1)];
  return name + anyPath(path, change);
}

/** `id=path,path`; an id alone means the SSH agent. */
function named(value: string, change: Change): string {
  const at = value.indexOf("=");
  if (at < 0) return value;
  return (
    value.slice(0, at + 1) +
    value
      .slice(at + 1)
      .split(",")
      .map(change)
      .join(",")
  );
}

/** `./data:/data`; a name is a volume. */
function mountedPath(value: string, change: Change): string {
  const [source = "", ...rest] = value.split(":");
  if (rest.length === 0 || !/^\.{1,2}($|\/)/.test(source)) return value;
  return [change(source), ...rest].join(":");
}
