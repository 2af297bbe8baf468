import { componentTypes } from "../../../components/names.ts";
import { mayRunOn } from "../../../components/preflight/placement.ts";
import { recordedHolders } from "../../../components/stack/volumeHolders.ts";
import { isEnd, nodeOf } from "../../../components/targets/targetPlan.ts";
import type { Change, EnginePreview, ResourceState } from "../../pulumi/preview.ts";
import { isMachine, isManager } from "./nodeChanges.ts";
import { stackOf } from "./serviceChanges.ts";

/** Local volumes on a node whose services would lose them, or could not run. */
export interface LostVolumes {
  readonly node: string;
  /**
   * `disk`: the machine's disk is deleted with it. `left`: the machine stays and leaves the swarm. `drained`: the
   * services cannot run anywhere.
   */
  readonly cause: "disk" | "left" | "drained";
  /** `shop_db (data)`, sorted. */
  readonly services: readonly string[];
}

/** The node that holds each volume. */
export type Holders = ReadonlyMap<string, string>;

interface Summary {
  readonly volumes?: readonly string[];
  readonly constraints?: readonly string[];
  readonly pinned?: readonly string[];
}

/**
 * The nodes that lose volumes, or keep them from their services.
 *
 * @param live what the swarm says; default: what the last deployment recorded, before `npm run volumes` moved any
 *
 * A manager's volumes are on a disk that outlives its machine. A machine that outlives the cluster is no
 * resource and keeps its disk.
 */
export function lostVolumes(
  changes: readonly Change[],
  preview: EnginePreview,
  live?: Holders,
): LostVolumes[] {
  const { disk, left, drained } = nodesAtRisk(changes);
  const services = servicesWithVolumes(preview, live);
  return [
    ...disk.map((node) => ({ node, cause: "disk" as const, services: perhapsOn(node, services, preview) })),
    ...left.map((node) => ({ node, cause: "left" as const, services: heldBy(node, services) })),
    ...drained.map((node) => ({ node, cause: "drained" as const, services: heldBy(node, services) })),
  ].flatMap((lost) => {
    const names = lost.services.map(({ name, volumes }) => `${name} (${volumes.join(", ")})`);
    return names.length > 0 ? [{ ...lost, services: [...new Set(names)].sort() }] : [];
  });
}

/** Whether the update could lose volumes, wherever they are. */
export function mayLoseVolumes(changes: readonly Change[], preview: EnginePreview): boolean {
  const isAnyAtRisk = Object.values(nodesAtRisk(changes)).some((nodes) => nodes.length > 0);
  return isAnyAtRisk && servicesWithVolumes(preview).length > 0;
}

/** The nodes that volumes could be lost with, by cause. */
function nodesAtRisk(changes: readonly Change[]): Record<LostVolumes["cause"], readonly string[]> {
  const machines = changes.filter((change) => isMachine(change) && isEnd(change)).map(nodeOf);
  const disks = [...new Set(machines)].filter((node) => !isManager(node));
  const nodes = changes.filter(({ type }) => type === componentTypes.SwarmNode);
  const isDrained = ({ before, after }: Change) =>
    after?.availability === "drain" && before?.availability !== "drain";
  return {
    disk: disks,
    left: nodes.filter((node) => isEnd(node) && !disks.includes(node.name)).map(({ name }) => name),
    drained: nodes.filter(isDrained).map(({ name }) => name),
  };
}

interface Service {
  readonly name: string;
  readonly volumes: readonly string[];
  readonly constraints: readonly string[];
  /** The node that holds its volumes, if one does. */
  readonly holder: string | undefined;
}

function heldBy(node: string, services: readonly Service[]): Service[] {
  return services.filter(({ holder }) => holder === node);
}

/** A service that no node holds may have run on any that its constraints allow. */
function perhapsOn(node: string, services: readonly Service[], preview: EnginePreview): Service[] {
  const labels = labelsOf(node, preview);
  return services.filter(({ holder, constraints }) =>
    holder === undefined ? mayRunOn(constraints, { name: node, role: "worker", labels }) : holder === node,
  );
}

/** Of all stacks, now and after the update. */
function servicesWithVolumes(preview: EnginePreview, live?: Holders): Service[] {
  const stacks = statesOf(preview, componentTypes.ComposeStack);
  const holders = live ?? new Map(stacks.flatMap(({ outputs }) => recordedIn(outputs?.volumes)));
  return stacks.flatMap(({ name, inputs = {} }) =>
    Object.entries((inputs.services ?? {}) as Readonly<Record<string, Summary>>).flatMap(
      ([service, { volumes = [], constraints = [], pinned = [] }]) =>
        volumes.length > 0
          ? [
              {
                name: `${stackOf({ name } as Change)}_${service}`,
                volumes,
                constraints,
                holder: holders.get(pinned[0] ?? ""),
              },
            ]
          : [],
    ),
  );
}

/** The output is unknown before the stack's first deployment. */
function recordedIn(output: unknown): [volume: string, node: string][] {
  return typeof output === "string" ? [...recordedHolders(output)] : [];
}

/** A state of an older version has no labels, so any label is possible. */
function labelsOf(node: string, preview: EnginePreview): Readonly<Record<string, string>> {
  const state = statesOf(preview, componentTypes.SwarmNode).find(({ name }) => name === node);
  return (state?.inputs?.labels ?? {}) as Readonly<Record<string, string>>;
}

/** Old states first. */
function statesOf({ steps }: EnginePreview, type: string): (ResourceState & { readonly name: string })[] {
  const wanted = (steps ?? []).filter(({ urn }) => urn.split("::")[2]?.split("$").at(-1) === type);
  const states = [...wanted.map(({ urn, oldState }) => [urn, oldState] as const)].concat(
    wanted.map(({ urn, newState }) => [urn, newState] as const),
  );
  return states.flatMap(([urn, state]) => (state ? [{ ...state, name: urn.split("::")[3] ?? "" }] : []));
}
