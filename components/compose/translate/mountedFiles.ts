import { createHash } from "node:crypto";
import { isAbsolute, relative, resolve } from "node:path";
import type { Diagnostic } from "../../input/diagnostic.ts";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { Workspace } from "../../input/workspace.ts";
import type { ComposeDocument, MountDocument, ObjectDocument, ServiceDocument } from "../document.ts";
import type { ComposeSource } from "../source.ts";
import { contentError, largest, longestName } from "./objectContent.ts";

/** The configs created so far from a stack's files. */
interface Brought {
  readonly stack: string;
  readonly source: ComposeSource;
  readonly configs: Record<string, ObjectDocument>;
}

/**
 * Turns bind mounts of local files into configs, because the nodes do not have these files.
 *
 * Configs are read-only, so a writable mount is refused.
 */
export function bringFiles(
  document: ComposeDocument,
  stack: string,
  source: ComposeSource,
  path: DiagnosticPath,
): ComposeDocument {
  const brought: Brought = { stack, source, configs: {} };
  const services = Object.entries(document.services).map(([name, service]) => [
    name,
    withConfigs(service, brought, path.at("services").at(name).at("volumes")),
  ]);
  return {
    ...document,
    services: Object.fromEntries(services),
    configs: { ...document.configs, ...brought.configs },
  };
}

function withConfigs(service: ServiceDocument, brought: Brought, path: DiagnosticPath): ServiceDocument {
  if (!service.volumes) return service;
  const volumes: MountDocument[] = [];
  const configs = [...(service.configs ?? [])];
  for (const { index, ...mount } of service.volumes) {
    // An absolute path is a path on the nodes.
    const isLocal = index !== undefined && !isAbsolute(mount.source ?? "");
    const config = isLocal ? bring(mount, brought, path.at(index)) : undefined;
    if (!isLocal) volumes.push(mount);
    if (config) configs.push(config);
  }
  return { ...service, volumes, ...(configs.length > 0 ? { configs } : {}) };
}

function bring(
  { source = "", target, read_only }: MountDocument,
  { stack, source: { workspace, directory }, configs }: Brought,
  where: DiagnosticPath,
) {
  const path = resolve(directory, source);
  const kind = workspace.kindOf(path);
  if (kind !== "file")
    return where.error(
      `mounts ${source}, ${kind ? `a ${kind} of` : "which is not on"} this computer, but the service runs on the nodes`,
      kind === "directory"
        ? "for data use a volume; mount the files that it only reads one by one with :ro, or copy them into the image"
        : "for data use a volume; for a file fix the path",
    );
  if (!read_only)
    return where.error(
      `mounts ${source}, a file of this computer, but the service runs on the nodes`,
      "write :ro behind it if the service only reads it, then it becomes a config; for data use a volume",
    );
  const key = keyOf(relative(directory, path), stack);
  const diagnostic = Object.hasOwn(configs, key) ? undefined : fileError(path, workspace);
  if (diagnostic) return where.error(`mounts ${source}, which ${diagnostic.problem}`, diagnostic.hint);
  where.warn(
    `brings ${source} into the swarm as a config; a change of the file takes effect with the next up`,
    "write it under configs, or under secrets if it is one",
  );
  configs[key] = { file: path };
  return { source: key, target, ...(workspace.isExecutable(path) ? { mode: 0o555 } : {}) };
}

function fileError(path: string, workspace: Workspace): Omit<Diagnostic, "path"> | undefined {
  const content = workspace.contentOf(path, largest.config);
  if (Buffer.isBuffer(content)) return contentError(content, "config");
  return { problem: content.problem, hint: content.hint ?? "fix the path" };
}

/** `nginx.conf-1a2b3c4d`: a file has the same key in all services. */
function keyOf(path: string, stack: string): string {
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 8);
  const name = path.replace(/^.*\//, "").replaceAll(/[^A-Za-z0-9._-]/g, "-");
  const room = longestName - stack.length - hash.length - 1;
  return `${name.slice(-room).replace(/^[._-]+/, "")}-${hash}`.replace(/^-/, "");
}
