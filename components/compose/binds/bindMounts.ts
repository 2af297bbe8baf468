import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ComposeDocument } from "../document.ts";
import type { ComposeSource } from "../source.ts";
import type { StackSettings } from "../stackSettings.ts";
import { normalPath } from "./bindPath.ts";
import { type Binds, type BoundPath, ServiceMounts } from "./serviceMounts.ts";

/** What became of a stack's bind mounts, by service and path. */
export type BoundPaths = Readonly<Record<string, Readonly<Record<string, BoundPath>>>>;

/**
 * Replaces bind mounts of this computer's files, which the nodes do not have: by configs, by named volumes, or
 * by nothing.
 *
 * @param setting `swarm:stacks.<name>.binds`
 */
export function translateBinds(
  document: ComposeDocument,
  { name: stack, binds = {} }: StackSettings,
  source: ComposeSource,
  path: DiagnosticPath,
  setting: DiagnosticPath,
): { document: ComposeDocument; binds: BoundPaths } {
  const choices = Object.fromEntries(Object.entries(binds).map(([key, choice]) => [normalPath(key), choice]));
  const { services } = document;
  const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes);
  const mounted = mounts.flatMap(({ index, source = "" }) =>
    index === undefined ? [] : [normalPath(source)],
  );
  const shared: Binds = {
    stack,
    source,
    choices,
    setting,
    services,
    mounted: new Set(mounted.filter((one) => one !== ".")),
    contents: new Map(),
    configs: {},
    volumes: {},
  };
  const translated = Object.entries(services).map(([name, service]) => {
    const mounts = new ServiceMounts(service, shared, path.at("services").at(name).at("volumes"));
    return [name, mounts.translated(), mounts.bound] as const;
  });
  return {
    document: {
      ...document,
      services: Object.fromEntries(translated.map(([name, service]) => [name, service])),
      volumes: { ...document.volumes, ...shared.volumes },
      configs: { ...document.configs, ...shared.configs },
    },
    binds: Object.fromEntries(
      translated.flatMap(([name, , bound]) => (Object.keys(bound).length > 0 ? [[name, bound]] : [])),
    ),
  };
}
