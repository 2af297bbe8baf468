import { createHmac } from "node:crypto";
import type { ComposeDocument, ServiceDocument } from "../compose/document.ts";
import type { ComposeModel } from "../compose/model.ts";
import type { ObjectDocument } from "../compose/schema/objectSchema.ts";
import { passedKeys } from "../compose/schema/serviceRules.ts";
import { type FileSystem, mountedVolumes } from "../compose/sharedVolumes.ts";
import { mapValues } from "../input/mapping.ts";
import { labelNames } from "../names.ts";
import { type CompletionMode, completionModeOf } from "./completionMode.ts";
import { withSpecName, withSpecs } from "./credentialSpec.ts";
import { asYaml } from "./jsonAsYaml.ts";
import { updateDefaults } from "./updateDefaults.ts";

export interface Rendering {
  /** `repository@sha256:…` by service; other services keep the image in the file. */
  readonly images: Readonly<Record<string, string>>;
  /** Name in the swarm, by `config/<key>` and `secret/<key>`. */
  readonly objectNames: Readonly<Record<string, string>>;
  /** Holds the volumes of type efs. */
  readonly fileSystem?: FileSystem | undefined;
  /**
   * Key of the revisions, which are visible: a plain hash would let a secret in the environment be guessed.
   */
  readonly key?: string;
}

export interface RenderedStackFile {
  /** The rendered file as JSON, which is also YAML. */
  readonly text: string;
  /** By service; tasks with equal revisions are identical. */
  readonly revisions: Readonly<Record<string, string>>;
  readonly expectations: Readonly<Record<string, CompletionMode>>;
}

/** Keys that do not affect a task. */
const notOfTheTask = ["replicas", "mode", "update_config", "rollback_config", "labels", "endpoint_mode"];

/** Renders the compose file for the swarm: images by digest, configs and secrets by their content's names. */
export function renderStackFile(model: ComposeModel, rewriting: Rendering): RenderedStackFile {
  const { document } = model;
  const definitions = {
    networks: document.networks,
    volumes: document.volumes,
    configs: withSpecs(document, renamed("config", document.configs, rewriting)),
    secrets: renamed("secret", document.secrets, rewriting),
  };
  const constraints = volumeConstraints(model);
  const plain = mapValues(document.services, (service, name) =>
    rewriteService(
      withSpecName(service, definitions.configs),
      document,
      Object.hasOwn(rewriting.images, name) ? rewriting.images[name] : undefined,
      constraints[name],
    ),
  );
  const revisions = mapValues(plain, (service) => revisionOf(service, definitions, rewriting.key ?? ""));
  const services = mapValues(plain, (service, name) => ({
    ...service,
    labels: { ...service.labels, [labelNames.revision]: revisions[name] },
  }));
  const { fileSystem } = rewriting;
  const volumes = fileSystem ? mountedVolumes(model.name, document.volumes, fileSystem) : document.volumes;
  const filled = Object.entries({ ...definitions, volumes }).filter(
    ([, entries]) => Object.keys(entries).length > 0,
  );
  const file = escapeDollars({ services, ...Object.fromEntries(filled) });
  return {
    text: `${asYaml(sorted(file), 2)}\n`,
    revisions,
    expectations: mapValues(document.services, completionModeOf),
  };
}

function rewriteService(
  service: ServiceDocument,
  document: ComposeDocument,
  image: string | undefined,
  constraints: readonly string[] | undefined,
): ServiceDocument {
  const passed = Object.entries(service).filter(([key]) => passedKeys.includes(key));
  const { ports, volumes = [], ...rest } = Object.fromEntries(passed) as ServiceDocument;
  const mounts = [...volumes, ...(service.tmpfs ?? [])];
  return {
    ...rest,
    ...(image === undefined ? {} : { image }),
    ...(ports?.length ? { ports: ports.map(({ app_protocol: _hint, ...port }) => port) } : {}),
    ...(mounts.length > 0 ? { volumes: mounts } : {}),
    deploy: {
      ...service.deploy,
      ...updateDefaults(service, document),
      ...(constraints ? { placement: { ...service.deploy?.placement, constraints } } : {}),
    },
  };
}

/** By service: its tasks run on the node that holds its volumes (scripts/volumes.sh). */
function volumeConstraints({
  pinned,
}: ComposeModel): Readonly<Record<string, readonly string[] | undefined>> {
  return Object.fromEntries(
    pinned.flatMap(({ volumes, services }) =>
      services.map((service) => [
        service,
        volumes.map((volume) => `node.labels.${labelNames.volume}.${volume} == true`),
      ]),
    ),
  );
}

function renamed(
  kind: "config" | "secret",
  objects: ComposeDocument["configs"],
  { objectNames }: Rendering,
): Record<string, ObjectDocument> {
  return mapValues(objects, (object, key) => {
    if (object.external) return object;
    const name = objectNames[`${kind}/${key}`];
    if (name === undefined) throw new Error(`no name for the ${kind} ${key}`);
    const { driver, driver_opts, labels } = object;
    // Docker makes it, because nothing but its driver knows the content.
    if (driver !== undefined)
      return { name, driver, ...(driver_opts ? { driver_opts } : {}), ...(labels ? { labels } : {}) };
    return { external: true, name };
  });
}

/** Hash of the service and the objects it uses by name: a renamed config also means a new task. */
function revisionOf(
  service: ServiceDocument,
  definitions: Omit<ComposeDocument, "services">,
  key: string,
): string {
  const { deploy = {}, networks = {}, volumes = [], configs = [], secrets = [] } = service;
  const used = {
    networks: Object.keys(networks).map((key) => definitions.networks[key]?.name ?? key),
    volumes: volumes.map(({ source }) => definitions.volumes[source ?? ""]),
    configs: configs.map(({ source }) => definitions.configs[source]?.name ?? source),
    secrets: secrets.map(({ source }) => definitions.secrets[source]?.name ?? source),
  };
  const isJob = deploy.mode?.endsWith("-job") === true;
  // Only another run applies a change to a job.
  const task = Object.entries(deploy).filter(([key]) => isJob || !notOfTheTask.includes(key));
  const text = JSON.stringify(sorted({ ...service, deploy: Object.fromEntries(task), used }));
  return createHmac("sha256", key).update(text).digest("hex").slice(0, 12);
}

/** Docker interpolates again when it reads the file. */
function escapeDollars(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(escapeDollars);
  if (typeof value !== "object" || value === null) return value;
  return mapValues(value as Record<string, unknown>, escapeDollars);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
