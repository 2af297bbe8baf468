import { componentTypes } from "../../../components/names.ts";
import { mayRunOn } from "../../../components/preflight/placement.ts";
import type { Change, EnginePreview, ResourceState } from "../../pulumi/preview.ts";
import { isMachine, isManager, nodeOf } from "./nodeChanges.ts";
import { stackOf } from "./serviceChanges.ts";

/** A worker's disk that is deleted with its machine, and the volumes that may be on it. */
export interface LostVolumes {
  readonly node: string;
  /** `shop_db (data)`, sorted. */
  readonly services: readonly string[];
}

interface Summary {
  readonly volumes?: readonly string[];
  readonly constraints?: readonly string[];
}

/**
 * The workers whose machines are deleted or replaced while services have local volumes there. A manager's
 * volumes are on a disk that outlives its machine. A machine that outlives the cluster is no resource and keeps
 * its disk.
 */
export function lostVolumes(changes: readonly Change[], preview: EnginePreview): LostVolumes[] {
  const going = changes.filter((change) => isMachine(change) && ["delete", "replace"].includes(change.op));
  const workers = [...new Set(going.map(nodeOf))].filter((node) => !isManager(node));
  return workers.flatMap((node) => {
    const labels = labelsOf(node, preview);
    const services = servicesWithVolumes(preview)
      .filter(({ constraints }) => mayRunOn(constraints, { name: node, role: "worker", labels }))
      .map(({ name, volumes }) => `${name} (${volumes.join(", ")})`);
    return services.length > 0 ? [{ node, services: [...new Set(services)].sort() }] : [];
  });
}

/** Of all stacks, now and after the update. */
function servicesWithVolumes(preview: EnginePreview) {
  return statesOf(preview, componentTypes.ComposeStack).flatMap(({ name, inputs = {} }) =>
    Object.entries((inputs.services ?? {}) as Readonly<Record<string, Summary>>).flatMap(
      ([service, { volumes = [], constraints = [] }]) =>
        volumes.length > 0
          ? [{ name: `${stackOf({ name } as Change)}_${service}`, volumes, constraints }]
          : [],
    ),
  );
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
