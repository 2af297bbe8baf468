import type { ComposeModel } from "../compose/model.ts";
import type { NetworkDocument } from "../compose/schema/networkSchema.ts";
import type { FileSystem } from "../compose/sharedVolumes.ts";
import { isEncrypted } from "../compose/translate/encryptNetworks.ts";
import { withClusterLabels } from "./clusterLabels.ts";
import { kindOf } from "./completionMode.ts";
import type { Expectation } from "./judge/expectation.ts";
import { renderStackFile } from "./renderStackFile.ts";
import {
  type ExternalObject,
  externalObjects,
  objectNames,
  type PlannedObject,
  plannedObjects,
} from "./stackObjects.ts";

export type { ExternalObject, PlannedObject };

/** What the deployer deploys; secret. */
export interface Deployment {
  readonly stack: string;
  readonly services: readonly PlannedService[];
  /** The stack file, with the cluster's labels. */
  readonly file: StackFile;
  readonly objects: readonly PlannedObject[];
  readonly externals: readonly ExternalObject[];
  readonly networks: readonly PlannedNetwork[];
}

export interface PlannedService extends Expectation {
  /** True: swarm runs its tasks again at every update. */
  readonly isJob: boolean;
  /** Services that must be done before this one changes. */
  readonly waitsFor: readonly string[];
}

export interface StackFile {
  readonly services: Readonly<Record<string, ServiceFile>>;
  readonly networks?: Readonly<Record<string, NetworkDocument>>;
  readonly secrets?: Readonly<Record<string, { readonly name?: string }>>;
  readonly [kind: string]: unknown;
}

export interface ServiceFile {
  readonly deploy?: {
    readonly mode?: string;
    readonly update_config?: { readonly order?: string; readonly [key: string]: unknown };
    readonly rollback_config?: { readonly order?: string; readonly [key: string]: unknown };
    readonly [key: string]: unknown;
  };
  readonly ports?: readonly PortFile[];
  readonly [key: string]: unknown;
}

export interface PortFile {
  readonly target: number;
  readonly published?: number;
  readonly protocol?: string;
  readonly mode?: string;
}

/** A network that docker creates, and its required properties, in the format of deployer/checks.ts. */
export interface PlannedNetwork {
  /** Name in the swarm. */
  readonly name: string;
  /** Undefined for docker's default network, if the file does not have it. */
  readonly traits?: string;
}

export function planDeployment(
  model: ComposeModel,
  images: Readonly<Record<string, string>>,
  objectKey: string,
  cluster: string,
  fileSystem?: FileSystem,
): Deployment {
  const names = objectNames(model, objectKey);
  const { text, revisions, expectations } = renderStackFile(model, {
    images,
    objectNames: names,
    fileSystem,
    key: objectKey,
  });
  const completing = new Set(
    Object.keys(model.document.services).flatMap((service) =>
      conditionsOf(model, service).flatMap(([name, condition]) =>
        condition === "service_completed_successfully" ? [name] : [],
      ),
    ),
  );
  const rendered: StackFile = JSON.parse(text);
  const file = withClusterLabels(rendered, model, cluster);
  return {
    stack: model.name,
    services: Object.entries(expectations).map(([service, expectation]) => ({
      service,
      revision: revisions[service] ?? "",
      // It must complete, whatever the file says about health.
      kind: completing.has(service) ? "job" : kindOf(expectation),
      isJob: file.services[service]?.deploy?.mode?.endsWith("-job") === true,
      waitsFor: conditionsOf(model, service).map(([name]) => name),
    })),
    file,
    objects: plannedObjects(model, names),
    externals: externalObjects(model),
    networks: plannedNetworks(model.name, file, rendered),
  };
}

/** The services that must be healthy, or must have completed, before this one changes. */
function conditionsOf({ document: { services } }: ComposeModel, service: string) {
  return Object.entries(services[service]?.depends_on ?? {}).flatMap(([name, { condition }]) =>
    condition !== "service_started" && Object.hasOwn(services, name) ? [[name, condition] as const] : [],
  );
}

/** `SERVICE=REVISION=KIND …`: what the step shows, and its output. */
export function expectedArguments({ services }: Deployment): string {
  return services.map(({ service, revision, kind }) => `${service}=${revision}=${kind}`).join(" ");
}

function plannedNetworks(stack: string, { networks = {} }: StackFile, rendered: StackFile): PlannedNetwork[] {
  return Object.entries(networks)
    .filter(([, { external }]) => !external)
    .map(([key, network]) => ({
      name: network.name ?? `${stack}_${key}`,
      ...(Object.hasOwn(rendered.networks ?? {}, key) ? { traits: traitsOf(network) } : {}),
    }));
}

function traitsOf({ internal, attachable, driver_opts, ipam }: NetworkDocument): string {
  const subnets = (ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? []);
  return [
    `internal=${internal === true}`,
    `attachable=${attachable === true}`,
    `encrypted=${isEncrypted(driver_opts)}`,
    // Swarm chooses a subnet if the file does not.
    ...(subnets.length === 1 ? [`subnets=${subnets}`] : []),
  ].join(" ");
}
