import type { ComposeModel } from "../compose/model.ts";
import type { MountDocument } from "../compose/schema/mountSchema.ts";
import { mapValues } from "../input/mapping.ts";
import type { Settings } from "../settings/settings.ts";
import type { PayloadRecord } from "../steps/payload.ts";
import { ingressServices, overlayNetworks } from "./kernelWants.ts";
import { likelihood, type Node } from "./placement.ts";

/** A requirement of the stacks for a node. */
export interface Need {
  readonly kind:
    | "stack"
    | "vip"
    | "ingress"
    | "encrypted"
    | "port"
    | "bind"
    | "engine"
    | "disk"
    | "pool"
    | "connections";
  /** `shop/web`, or a stack. */
  readonly wantedBy: readonly string[];
  /** A port, path or version; empty if the kind is all. */
  readonly what: string;
}

/**
 * Managers deploy with their own client: 23.0 is the first to read files without `version:`; jobs need 20.10.
 */
const oldest = { manager: "23.0", worker: "20.10" };
/** For `healthcheck.start_interval`. */
const oldestForStartInterval = "25.0";

/** Requirements of the swarm as a whole. */
export interface ClusterNeeds extends Pick<Settings, "encrypt" | "addressPool" | "seed"> {
  /** Number of nodes. */
  readonly size: number;
}

/** The requirements of the stacks for one node, without those of services that swarm never runs there. */
export function needsOf(node: Node, models: readonly ComposeModel[], cluster: ClusterNeeds): Need[] {
  const { encrypt } = cluster;
  const ingress: Need[] = encrypt
    ? [{ kind: "encrypted", wantedBy: ["swarm:encrypt"], what: "ingress" }]
    : [];
  const needs = models.flatMap((model) => stackNeeds(node, model));
  return [...engineNeeds(node, models), ...machineNeeds(node, models, cluster), ...ingress, ...merged(needs)];
}

/** Connections: probe and own steps of a node; steps of the swarm, each node and each stack on the seed. */
const steps = { own: 5, seed: 4, node: 1, stack: 4 };

/** Requirements for routes and the firewall, which only existing machines may fail. */
function machineNeeds(
  { name, stays = false }: Node,
  models: readonly ComposeModel[],
  { addressPool, seed, size }: ClusterNeeds,
): Need[] {
  if (!stays) return [];
  const onSeed = steps.seed + steps.node * size + steps.stack * models.length;
  const count = steps.own + (name === seed ? onSeed : 0);
  return [
    { kind: "pool", wantedBy: ["swarm:addressPool"], what: addressPool },
    { kind: "connections", wantedBy: ["npm run up"], what: String(count) },
  ];
}

/** Records for preflight.sh: kind, who requires it, and what. */
export function needRecords(needs: readonly Need[]): PayloadRecord[] {
  return needs.map(({ kind, wantedBy, what }) => [kind, wantedBy.join(", "), what]);
}

function engineNeeds({ role }: Node, models: readonly ComposeModel[]): Need[] {
  const stacks = models.map(({ name }) => name);
  const wantedBy = stacks.length > 0 ? stacks : ["the swarm"];
  const patient = models.flatMap((model) =>
    Object.entries(model.document.services)
      .filter(([, { healthcheck }]) => healthcheck?.start_interval !== undefined)
      .map(([service]) => `${model.name}/${service}`),
  );
  return [
    { kind: "engine", wantedBy, what: oldest[role] },
    ...(role === "manager" && patient.length > 0
      ? [{ kind: "engine" as const, wantedBy: patient, what: oldestForStartInterval }]
      : []),
    { kind: "disk", wantedBy, what: "" },
  ];
}

function stackNeeds(node: Node, model: ComposeModel): Need[] {
  const { name: stack, document } = model;
  const may = mapValues(document.services, (service) => likelihood(service, node));
  const isSure = (service: string) => may[service] === "surely";
  const need = (kind: Need["kind"], services: readonly string[], what = ""): Need[] =>
    services.length === 0 ? [] : [{ kind, wantedBy: services.map((service) => `${stack}/${service}`), what }];
  // A network exists on the nodes that run one of its services.
  const networks = overlayNetworks(model).filter(({ services }) =>
    services.some((service) => may[service] !== "never"),
  );
  return [
    { kind: "stack", wantedBy: [stack], what: stack },
    ...need("ingress", ingressServices(model)),
    ...networks.flatMap(({ virtual }) => need("vip", virtual)),
    ...networks.flatMap(({ key, services, encrypted }) =>
      encrypted ? need("encrypted", services, `${stack}/${key}`) : [],
    ),
    ...model.ports
      .filter(({ mode, service, protocol }) => protocol !== "sctp" && (mode === "ingress" || isSure(service)))
      .flatMap(({ service, published, protocol }) => need("port", [service], `${published}/${protocol}`)),
    ...bindSources(model)
      .filter(({ service }) => isSure(service))
      .flatMap(({ service, source }) => need("bind", [service], source)),
  ];
}

/** Swarm rejects a task if its directory is missing on the node. */
function bindSources({ document }: ComposeModel): { service: string; source: string }[] {
  return Object.entries(document.services).flatMap(([service, { volumes = [] }]) =>
    volumes.flatMap((mount) => {
      const source = bindSource(mount, document.volumes);
      return source === undefined ? [] : [{ service, source }];
    }),
  );
}

/** Also the source of a volume that is a bind mount: `driver_opts: {o: bind, device: /srv/data}`. */
function bindSource(
  { type, source = "" }: MountDocument,
  volumes: ComposeModel["document"]["volumes"],
): string | undefined {
  if (type === "bind") return source;
  const { driver = "local", driver_opts = {} } = volumes[source] ?? {};
  const { o = "", device } = driver_opts;
  const isBound = type === "volume" && driver === "local" && o.split(",").includes("bind");
  return isBound ? device : undefined;
}

/** Merges equal requirements of several services. */
function merged(needs: readonly Need[]): Need[] {
  const byKind = new Map<string, Need>();
  for (const need of needs) {
    const key = `${need.kind} ${need.what}`;
    const wantedBy = [...(byKind.get(key)?.wantedBy ?? []), ...need.wantedBy];
    byKind.set(key, { ...need, wantedBy: [...new Set(wantedBy)] });
  }
  return [...byKind.values()];
}
