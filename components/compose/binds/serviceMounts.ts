import { createHash } from "node:crypto";
import { relative } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { Paste } from "../../input/paste.ts";
import type { ComposeDocument, ServiceDocument } from "../document.ts";
import type { MountDocument } from "../schema/mountSchema.ts";
import type { ObjectDocument } from "../schema/objectSchema.ts";
import type { ObjectUse } from "../schema/serviceSchemas.ts";
import type { VolumeDocument } from "../schema/volumeSchema.ts";
import type { ComposeSource } from "../source.ts";
import type { BindChoice } from "../stackSettings.ts";
import { longestName } from "../translate/objectContent.ts";
import { type BindContent, bindContent } from "./bindContent.ts";
import { decide, decideAsSet } from "./bindDecision.ts";
import { localPath, normalPath, pathKind, withoutEndSlash } from "./bindPath.ts";
import type { Bind, Remark } from "./bindRemarks.ts";
import { originOf } from "./builtFrom.ts";

/** What became of a bind mount. */
export interface BoundPath {
  readonly as: BindChoice;
  /** True if the settings say so. */
  readonly isSet: boolean;
}

/** What all bind mounts of a stack share. */
export interface Binds {
  readonly stack: string;
  readonly source: ComposeSource;
  /** By path in its normal form. */
  readonly choices: Readonly<Record<string, BindChoice>>;
  readonly setting: DiagnosticPath;
  readonly services: ComposeDocument["services"];
  /** The sources of all bind mounts, in their normal form. */
  readonly mounted: ReadonlySet<string>;
  /** By absolute path. */
  readonly contents: Map<string, BindContent>;
  readonly configs: Record<string, ObjectDocument>;
  readonly volumes: Record<string, VolumeDocument>;
}

/** Far above any real service. */
const mostConfigs = 1000;

/** Translates the mounts of one service. */
export class ServiceMounts {
  readonly bound: Record<string, BoundPath> = {};
  readonly #service: ServiceDocument;
  readonly #shared: Binds;
  readonly #path: DiagnosticPath;
  readonly #volumes: MountDocument[] = [];
  readonly #configs: ObjectUse[];
  /** Where the service mounts something: it may be a part of a directory. */
  readonly #targets: ReadonlySet<string>;

  constructor(service: ServiceDocument, shared: Binds, path: DiagnosticPath) {
    this.#service = service;
    this.#shared = shared;
    this.#path = path;
    const { volumes = [], tmpfs = [], configs = [], secrets = [] } = service;
    this.#configs = [...configs];
    this.#targets = new Set([
      ...[...volumes, ...tmpfs].map(({ target }) => withoutEndSlash(target)),
      ...configs.map((use) => use.target ?? `/${use.source}`),
      ...secrets.map((use) => use.target ?? use.source),
    ]);
  }

  translated(): ServiceDocument {
    if (!this.#service.volumes) return this.#service;
    for (const { index, ...mount } of this.#service.volumes)
      if (index === undefined) this.#volumes.push(mount);
      else this.#translate(mount, this.#path.at(index));
    const configs = this.#configs.length > 0 ? { configs: this.#configs } : {};
    return { ...this.#service, volumes: this.#volumes, ...configs };
  }

  #translate(mount: MountDocument, where: DiagnosticPath): void {
    const { choices, setting } = this.#shared;
    const bind = this.#bindOf(mount, normalPath(mount.source ?? ""));
    const { source } = bind;
    const set = Object.hasOwn(choices, source) ? choices[source] : undefined;
    const { choice, remark } = set === undefined ? decide(bind) : decideAsSet(bind, set);
    if (!choice) {
      const here = set === undefined ? where : setting.at(source);
      // Several services may mount a path whose setting is wrong.
      if (remark && here.isSound()) here.error(remark.problem, remark.hint, this.#paste(source, remark));
      return;
    }
    if (remark) {
      const paste = this.#paste(source, remark);
      where.warn(remark.problem, remark.hint, paste ? { paste } : {});
    }
    if (set !== undefined || bind.kind !== "node")
      this.bound[source] = { as: choice, isSet: set !== undefined };
    this.#apply(choice, mount, bind, where);
  }

  #paste(source: string, { proposal }: Remark): Paste | undefined {
    return proposal && { stack: this.#shared.stack, settings: { binds: { [source]: proposal } } };
  }

  #bindOf({ target, read_only = false }: MountDocument, source: string): Bind {
    const { stack, source: from, services, choices, setting, mounted } = this.#shared;
    const kind = pathKind(source);
    const path = localPath(source, from);
    // A path of the nodes means nothing here, unless a setting brings it in.
    const isHere = path !== undefined && (kind !== "node" || choices[source] === "config");
    const content = isHere ? this.#contentOf(path) : ({ kind: "missing" } as const);
    const isUnfit = content.kind === "unfit" && content.is === "directory";
    return {
      ...{ source, target, kind, content },
      isReadOnly: read_only,
      around: ancestorsOf(source).find((path) => mounted.has(path)),
      beside: kind === "node" ? besideOf(source, from.directory) : undefined,
      origin: originOf(this.#service, services, path ?? "", from),
      names: path !== undefined && isUnfit ? (from.workspace.namesIn(path, 10_000) ?? []) : [],
      volume: `${stack}_${keyOf(this.#identity(source), stack)}`,
      setting: setting.text,
    };
  }

  #contentOf(path: string): BindContent {
    const { contents, source } = this.#shared;
    const content = contents.get(path) ?? bindContent(path, source.workspace);
    contents.set(path, content);
    return content;
  }

  /** The same in every clone of the project. */
  #identity(source: string): string {
    const { directory } = this.#shared.source;
    const path = pathKind(source) === "computer" ? localPath(source, this.#shared.source) : undefined;
    return path === undefined ? source : relative(directory, path);
  }

  #apply(choice: BindChoice, mount: MountDocument, bind: Bind, where: DiagnosticPath): void {
    const { stack, source: from, volumes } = this.#shared;
    const { target, read_only } = mount;
    const readOnly = read_only === undefined ? {} : { read_only };
    if (choice === "host") {
      const path = bind.kind === "node" ? mount.source : localPath(bind.source, from);
      this.#volumes.push(withoutLocalKeys({ ...mount, source: path ?? "" }, bind, where));
    } else if (choice === "volume") {
      const key = keyOf(this.#identity(bind.source), stack);
      volumes[key] = {};
      this.#volumes.push({ type: "volume", source: key, target, ...readOnly });
    } else if (choice === "config") this.#bring(bind, localPath(bind.source, from) ?? "");
  }

  #bring({ content, target }: Bind, path: string): void {
    if (content.kind !== "files") {
      this.#config(path, target);
      return;
    }
    // As with a bind mount, the container sees nothing else in this directory.
    this.#volumes.push({ type: "tmpfs", target, read_only: true });
    const top = withoutEndSlash(target);
    for (const file of content.files) {
      const inside = `${top}/${file}`;
      const parts = [inside, ...ancestorsOf(inside)].filter((part) => part.length > top.length);
      if (!parts.some((part) => this.#targets.has(part))) this.#config(`${path}/${file}`, inside);
    }
  }

  #config(path: string, target: string): void {
    const { stack, source, configs } = this.#shared;
    const key = keyOf(relative(source.directory, path), stack);
    configs[key] = { file: path };
    if (this.#configs.length >= mostConfigs)
      this.#path.abandon(`bring in more than ${mostConfigs} files`, "copy them into the image");
    const mode = source.workspace.isExecutable(path) ? { mode: 0o555 } : {};
    this.#configs.push({ source: key, target, ...mode });
  }
}

/** `./a/b/c` → `./a/b`, `./a`, `.` */
function ancestorsOf(path: string): string[] {
  // Nothing exists at a longer path.
  if (path.length > 4096) return [];
  const ends = [...path.matchAll(/\//g)].map(({ index }) => index);
  return ends.reverse().map((end) => path.slice(0, end));
}

function besideOf(path: string, directory: string): string | undefined {
  const isBeside = directory !== "/" && `${path}/`.startsWith(`${directory}/`);
  return isBeside ? normalPath(relative(directory, path) || ".") : undefined;
}

/** The engine of a node does not create a missing path. */
function withoutLocalKeys(
  { bind: options, ...mount }: MountDocument,
  { kind }: Bind,
  where: DiagnosticPath,
): MountDocument {
  const { create_host_path: created, ...rest } = options ?? {};
  if (created !== undefined && kind === "node")
    where
      .at("bind")
      .at("create_host_path")
      .warn("is left out; the directory must be on every node", "remove it");
  return Object.keys(rest).length > 0 ? { ...mount, bind: rest } : mount;
}

/** `nginx.conf-1a2b3c4d`: a path has the same key in all services. */
function keyOf(path: string, stack: string): string {
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 8);
  const name = path.replace(/^.*[/\\]/, "").replaceAll(/[^A-Za-z0-9._-]/g, "-");
  const room = longestName - stack.length - hash.length - 1;
  return `${name.slice(-room).replace(/^[._-]+/, "")}-${hash}`.replace(/^-/, "");
}
