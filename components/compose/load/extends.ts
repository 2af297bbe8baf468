import { dirname, resolve } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { object, refine, type Schema, text, union, unreadable } from "../../input/schema.ts";
import { closest } from "../../input/spelling.ts";
import { displayPath } from "../../input/workspace.ts";
import { mergeFiles, resolveMarks } from "../merge/mergeFiles.ts";
import { type ComposePart, positioned } from "./composeParts.ts";
import { interpolate, type Lookup } from "./interpolation.ts";
import type { Project, ProjectFiles } from "./project.ts";
import { movePaths } from "./relativePaths.ts";

type Mapping = Readonly<Record<string, unknown>>;

interface Extends {
  readonly service: string;
  readonly file?: string;
}

const extendsSchema: Schema<Extends> = union<Extends>(
  "a service or a mapping",
  "{file: base.yaml, service: web}",
  {
    text: refine(text, (service) => ({ service })),
    mapping: refine(object({ service: text, file: text }, { service: "web" }), ({ service, file }) =>
      service === undefined ? undefined : { service, ...(file === undefined ? {} : { file }) },
    ),
  },
);

/** A file, and its services before `extends`. */
interface Scope {
  readonly part: ComposePart;
  readonly file: string;
  /** Where the paths of `extends.file` start. */
  readonly directory: string;
  readonly services: (name: string) => unknown;
  readonly names: readonly string[];
}

interface Link {
  readonly file: string;
  readonly service: string;
}

/**
 * Merges each service with the one that it extends: https://docs.docker.com/reference/compose-file/services/#extends
 */
export function withExtended(
  data: Mapping,
  part: ComposePart,
  project: Project,
  files: ProjectFiles,
): Mapping {
  const services = isMapping(data.services) ? data.services : {};
  if (!Object.values(services).some((service) => isMapping(service) && "extends" in service)) return data;
  const scope: Scope = {
    part,
    file: part.file,
    directory: project.directory,
    services: (name) => (Object.hasOwn(services, name) ? services[name] : undefined),
    names: Object.keys(services),
  };
  const extension = new Extension(project.lookup, files);
  const entries = scope.names.map((name) => [name, extension.resolve(name, scope, [])] as const);
  return { ...data, services: Object.fromEntries(entries) };
}

/** Limits the depth of recursion. */
const longestChain = 100;

/** Resolves the `extends` of one file's services. */
class Extension {
  readonly #lookup: Lookup;
  readonly #files: ProjectFiles;
  readonly #scopes = new Map<string, Scope | undefined>();
  readonly #resolved = new Map<string, unknown>();

  constructor(lookup: Lookup, files: ProjectFiles) {
    this.#lookup = lookup;
    this.#files = files;
  }

  resolve(name: string, scope: Scope, chain: readonly Link[]): unknown {
    const id = JSON.stringify([scope.file, scope.directory, name]);
    if (!this.#resolved.has(id)) this.#resolved.set(id, this.#extended(name, scope, chain));
    return this.#resolved.get(id);
  }

  #extended(name: string, scope: Scope, chain: readonly Link[]): unknown {
    const service = scope.services(name);
    if (!isMapping(service) || !("extends" in service)) return service;
    const { extends: written, ...own } = service;
    const here = positioned(scope.part, ["services", name, "extends"]);
    const read = written === unreadable ? undefined : extendsSchema(written, here);
    const base = read && this.#base(read, scope, [...chain, { file: scope.file, service: name }], here);
    // Whatever is wrong with the base has been reported.
    if (!base || base.value === unreadable) return unreadable;
    this.#files.count(base.value, here);
    if (chain.length === 0) this.#note(name, read, base.scope);
    if (!isMapping(base.value)) return own;
    const merged = mergeFiles(
      { services: { [name]: resolveMarks(base.value) } },
      { services: { [name]: own } },
      scope.part.path,
    );
    return isMapping(merged.services) ? merged.services[name] : own;
  }

  #base({ service, file }: Extends, scope: Scope, chain: readonly Link[], here: DiagnosticPath) {
    const there = file === undefined ? scope : this.#scope(resolve(scope.directory, file), here);
    if (!there) return undefined;
    const show = (path: string) => displayPath(path, this.#files.workspace);
    if (chain.length > longestChain)
      here.abandon(`extends a chain of more than ${longestChain} services`, "make the chain shorter");
    const next = { file: there.file, service };
    if (chain.some((link) => link.file === next.file && link.service === next.service))
      return here.error(
        `leads back to ${service}: ${[...chain, next].map((link) => `${link.service} (${show(link.file)})`).join(" → ")}`,
        "remove extends from one of them",
      );
    if (!there.names.includes(service)) {
      const near = closest(service, there.names);
      return here.error(
        `names the service ${service}, which ${show(there.file)} does not have`,
        near ? `did you mean ${near}?` : "define it there, or name another one",
      );
    }
    return { value: this.resolve(service, there, chain), scope: there };
  }

  /** Fills in only the services that are extended: variables of others need not be set. */
  #scope(file: string, here: DiagnosticPath): Scope | undefined {
    if (this.#scopes.has(file)) return this.#scopes.get(file);
    const part = this.#files.read(file, here);
    const services = part && isMapping(part.data.services) ? part.data.services : {};
    const filled = new Map<string, unknown>();
    const directory = dirname(file);
    const fill = (name: string, path: DiagnosticPath) => {
      const service = interpolate(services[name], this.#lookup, path.at("services").at(name));
      const { services: moved } = movePaths({ services: { [name]: service } }, directory, this.#files.root);
      return moved[name];
    };
    const scope = part && {
      part,
      file,
      directory,
      names: Object.keys(services),
      services: (name: string) => {
        if (!filled.has(name)) filled.set(name, fill(name, part.path));
        return filled.get(name);
      },
    };
    this.#scopes.set(file, scope);
    return scope;
  }

  /** Lets diagnostics about a key of the base name the file and service that have it. */
  #note(name: string, { service }: Extends, { part }: Scope): void {
    const { services } = part.data;
    if (!isMapping(services)) return;
    this.#files.parts.push({
      path: part.path,
      file: part.file,
      data: { services: { [name]: services[service] } },
      renamed: { to: service, from: name },
    });
  }
}
