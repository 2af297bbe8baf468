import { createHmac } from "node:crypto";
import type { BoundPaths } from "../compose/binds/bindMounts.ts";
import { type ComposeDocument, constraintsOf, type ServiceDocument } from "../compose/document.ts";
import type { ComposeModel } from "../compose/model.ts";
import type { MountDocument } from "../compose/schema/mountSchema.ts";
import { localVolumes } from "../compose/translate/volumeGroups.ts";
import { mapValues } from "../input/mapping.ts";
import { mask } from "../settings/secretSettings.ts";
import { objectNames } from "./stackObjects.ts";

/** A preview's summary of a service; contains no secrets. */
export interface ServiceSummary {
  /** `example/api:<content>` for a built image, or else the name in the file. */
  readonly image: string;
  /** `3 replicas`, `global`, `2 jobs`, … */
  readonly replicas: string;
  /** `8000/tcp`, sorted. */
  readonly ports: readonly string[];
  /** `data:/data`, `/srv:/srv:ro`, `tmpfs:/run`, sorted. */
  readonly mounts: readonly string[];
  /** What became of bind mounts, by path; undefined without any. */
  readonly binds?: BoundPaths[string];
  /** Named volumes on the disk of the node that runs a task; undefined without any. */
  readonly volumes?: readonly string[];
  /** Constraints on the nodes that may hold the volumes. */
  readonly constraints?: readonly string[];
  /** Names in the swarm of the volumes that hold the service on one node; undefined without any. */
  readonly pinned?: readonly string[];
}

/** Hashes by name: they show that a value changed, but not the value. */
export interface ServiceHashes {
  readonly secrets: Readonly<Record<string, string>>;
  readonly configs: Readonly<Record<string, string>>;
  /** By variable. */
  readonly environment: Readonly<Record<string, string>>;
  /** By key of the service in the file, for all other keys. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Keys that the summary shows otherwise, or that do not affect the service in the swarm. */
const shownElsewhere = ["image", "build", "ports", "secrets", "configs", "environment", "depends_on"];

/** @param tagged name and tag of the images that are built here, by service */
export function serviceSummaries(
  { document, binds, pinned, secretValues = [] }: ComposeModel,
  tagged: Readonly<Record<string, string>>,
): Record<string, ServiceSummary> {
  const shown = (text: string) =>
    secretValues.reduce((rest, value) => (value === "" ? rest : rest.replaceAll(value, mask)), text);
  const shownKeys = (paths: BoundPaths[string] = {}) =>
    Object.fromEntries(Object.entries(paths).map(([path, bound]) => [shown(path), bound]));
  return mapValues(document.services, (service, name) => ({
    image: shown((Object.hasOwn(tagged, name) ? tagged[name] : undefined) ?? service.image ?? ""),
    replicas: replicasOf(service),
    ports: (service.ports ?? []).map(({ published, protocol }) => `${published}/${protocol}`).sort(),
    mounts: [...(service.volumes ?? []), ...(service.tmpfs ?? [])].map(mountText).map(shown).sort(),
    ...volumesOf(service, document),
    ...pinnedOf(name, pinned, shown),
    ...(Object.hasOwn(binds, name) ? { binds: shownKeys(binds[name]) } : {}),
  }));
}

function mountText({ type, source = type, target, read_only }: MountDocument): string {
  return `${source}:${target}${read_only ? ":ro" : ""}`;
}

function pinnedOf(service: string, groups: ComposeModel["pinned"], shown: (text: string) => string) {
  const group = groups.find(({ services }) => services.includes(service));
  return group ? { pinned: group.volumes.map(shown) } : {};
}

function volumesOf(service: ServiceDocument, { volumes: definitions }: ComposeDocument) {
  const volumes = localVolumes(service, definitions);
  return volumes.length > 0 ? { volumes, constraints: constraintsOf(service) } : {};
}

/** @param key secret; without it a short value could be guessed from its hash */
export function serviceHashes(model: ComposeModel, key: string): Record<string, ServiceHashes> {
  const names = objectNames(model, key);
  const hash = (path: string, value: unknown) =>
    createHmac("sha256", key)
      .update(`${model.name}/${path}\0${JSON.stringify(value)}`)
      .digest("hex")
      .slice(0, 12);
  const objects = (kind: "config" | "secret", service: ServiceDocument) =>
    Object.fromEntries(
      (service[`${kind}s`] ?? []).map((use) => [
        use.source,
        // The content of an external object is unknown; only its use is compared.
        hash(`${kind}/${use.source}`, [names[`${kind}/${use.source}`] ?? "external", use]),
      ]),
    );
  const hashes = Object.entries(model.document.services).map(([name, service]) => {
    const { replicas: _replicas, mode: _mode, ...deploy } = service.deploy ?? {};
    const shown = Object.entries({ ...service, deploy }).filter(([key]) => !shownElsewhere.includes(key));
    const hashed = ([key, value]: [string, unknown]) => [key, hash(`${name}/${key}`, value)];
    return [
      name,
      {
        secrets: objects("secret", service),
        configs: objects("config", service),
        environment: Object.fromEntries(Object.entries(service.environment ?? {}).map(hashed)),
        settings: Object.fromEntries(shown.filter(([, value]) => isFilled(value)).map(hashed)),
      },
    ];
  });
  return Object.fromEntries(hashes);
}

function replicasOf({ deploy = {} }: ServiceDocument): string {
  const { mode = "replicated", replicas = 1 } = deploy;
  if (mode === "global") return "one a node";
  if (mode === "global-job") return "a job on each node";
  const noun = mode === "replicated-job" ? ["job", "jobs"] : ["replica", "replicas"];
  return `${replicas} ${noun[replicas === 1 ? 0 : 1]}`;
}

function isFilled(value: unknown): boolean {
  return (
    value !== undefined && (typeof value !== "object" || value === null || Object.keys(value).length > 0)
  );
}
