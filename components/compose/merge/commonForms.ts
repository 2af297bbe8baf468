import { isMapping } from "../../input/mapping.ts";
import { scalarText, unreadable } from "../../input/schema.ts";
import { withoutEndSlash } from "../binds/bindPath.ts";

type Form = (value: unknown) => unknown;

/** `- NAME=value` becomes `NAME: value`. */
const named: Form = (value) => {
  if (!isListOfTexts(value)) return value;
  const entries = texts(value).map((text) => {
    const at = text.indexOf("=");
    return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  });
  return Object.fromEntries(entries);
};

/** `- name` becomes `name:` with an empty value. */
const keyed: Form = (value) =>
  isListOfTexts(value) ? Object.fromEntries(texts(value).map((text) => [text, null])) : value;

const listed: Form = (value) => (Array.isArray(value) ? value : [value]);

/** `name: address` becomes `- name:address`, because a name can have several addresses. */
const hosts: Form = (value) => {
  if (!isMapping(value)) return value;
  return Object.entries(value).flatMap(([name, addresses]) =>
    [addresses].flat().map((address) => (typeof address === "string" ? `${name}:${address}` : address)),
  );
};

const build: Form = (value) => (typeof value === "string" ? { context: value } : value);

/** Expands ranges, so that another file can refer to a single port; does not expand oversized lists. */
const ports: Form = (value) => {
  if (!Array.isArray(value)) return value;
  const found: unknown[] = [];
  for (const entry of value) {
    for (const port of singlePorts(entry)) found.push(port);
    if (found.length > 2 * 65535) return value;
  }
  return found;
};

function singlePorts(entry: unknown): unknown[] {
  const form = /^(.+:)?([0-9]{1,5})-([0-9]{1,5}):([0-9]{1,5})-([0-9]{1,5})(\/\w+)?$/;
  const match = typeof entry === "string" ? form.exec(entry) : null;
  if (!match) return [entry];
  const [, address = "", ...rest] = match;
  const [from = 0, to = 0, inside = 0, end = 0] = rest.slice(0, 4).map(Number);
  // Keep an invalid range as written, for the message.
  if (to < from || to > 65535 || end > 65535 || to - from !== end - inside) return [entry];
  const count = to - from + 1;
  return Array.from(
    { length: count },
    (_, step) => `${address}${from + step}:${inside + step}${rest[4] ?? ""}`,
  );
}

/** Converts every key with several syntaxes to one of them; keyed by path, where `*` is any name. */
export const commonForms: Readonly<Record<string, Form>> = {
  "services.*.environment": named,
  "services.*.labels": named,
  "services.*.annotations": named,
  "services.*.sysctls": named,
  "services.*.deploy.labels": named,
  "services.*.build": build,
  "services.*.build.args": named,
  "services.*.build.labels": named,
  "services.*.build.additional_contexts": named,
  "services.*.build.extra_hosts": hosts,
  "services.*.networks": keyed,
  "services.*.depends_on": keyed,
  "services.*.ports": ports,
  "services.*.extra_hosts": hosts,
  "services.*.env_file": listed,
  "services.*.dns": listed,
  "services.*.dns_search": listed,
  "services.*.tmpfs": listed,
  "networks.*.labels": named,
  "volumes.*.labels": named,
  "configs.*.labels": named,
  "secrets.*.labels": named,
};

type ItemKey = (item: unknown) => string | undefined;

/** Address, published and target port, protocol. */
const portKey: ItemKey = (item) => {
  if (isMapping(item)) {
    const { host_ip = "0.0.0.0", published, target, protocol = "tcp" } = item;
    return `${scalarText(host_ip)}:${scalarText(published)}:${scalarText(target)}/${scalarText(protocol)}`;
  }
  const [, address = "0.0.0.0", published, target, protocol = "tcp"] =
    /^(?:(.+):)?([0-9-]*):([0-9-]+)(?:\/(\w+))?$/.exec(textOf(item) ?? "") ?? [];
  return target === undefined ? textOf(item) : `${address}:${published}:${target}/${protocol}`;
};

const mountKey: ItemKey = (item) => {
  const parts = textOf(item)?.split(":");
  const target = isMapping(item) ? textOf(item.target) : (parts?.[1] ?? parts?.[0]);
  return target && withoutEndSlash(target);
};

const targetKey =
  (folder: string): ItemKey =>
  (item) => {
    const target = isMapping(item) ? textOf(item.target ?? item.source) : textOf(item);
    return target?.startsWith("/") ? target : target && `${folder}/${target}`;
  };

const fileKey: ItemKey = (item) => textOf(isMapping(item) ? item.path : item);

/** `/cache:size=64m` is mounted at `/cache`. */
const memoryKey: ItemKey = (item) => textOf(item)?.split(":")[0];

/** What identifies an item of a list; items of all other lists are appended. */
export const itemKeys: Readonly<Record<string, ItemKey>> = {
  "services.*.ports": portKey,
  "services.*.volumes": mountKey,
  "services.*.tmpfs": memoryKey,
  "services.*.configs": targetKey(""),
  "services.*.secrets": targetKey("/run/secrets"),
  "services.*.env_file": fileKey,
  "services.*.expose": textOf,
  "services.*.extra_hosts": textOf,
  "networks.*.ipam.config": (item) => (isMapping(item) ? textOf(item.subnet) : undefined),
};

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** False also for a text whose variable is not set, which has its diagnostic already. */
function isListOfTexts(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" || item === unreadable);
}

function texts(value: readonly unknown[]): string[] {
  return value.filter((item) => typeof item === "string");
}
