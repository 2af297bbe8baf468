import { type ComposeDocument, constraintsOf, type ServiceDocument } from "../document.ts";
import type { VolumeDocument } from "../schema/volumeSchema.ts";

/** Volumes that services share: their data and those services stay on one node. */
export interface VolumeGroup {
  /** Names in the swarm, sorted. */
  readonly volumes: readonly string[];
  /** Keys of the services, sorted. */
  readonly services: readonly string[];
}

/**
 * The volumes that hold their services on one node: without that, a task that moves finds an empty volume.
 *
 * Leaves out global services, and services whose file places them.
 */
export function volumeGroups(stack: string, { services, volumes }: ComposeDocument): VolumeGroup[] {
  const groups: { volumes: Set<string>; services: Set<string> }[] = [];
  for (const [name, service] of Object.entries(services)) {
    const own = localVolumes(service, volumes).map((key) => nameOf(key, stack, volumes));
    if (own.length === 0 || isPlaced(service)) continue;
    const joined = groups.filter((group) => own.some((volume) => group.volumes.has(volume)));
    const group = { volumes: new Set(own), services: new Set([name]) };
    for (const other of joined) {
      for (const volume of other.volumes) group.volumes.add(volume);
      for (const service of other.services) group.services.add(service);
      groups.splice(groups.indexOf(other), 1);
    }
    groups.push(group);
  }
  return groups.map((group) => ({
    volumes: [...group.volumes].sort(),
    services: [...group.services].sort(),
  }));
}

/** Docker prefixes only the volumes that it creates for the stack. */
function nameOf(key: string, stack: string, definitions: ComposeDocument["volumes"]): string {
  const { name, external } = definitions[key] ?? {};
  return name ?? (external ? key : `${stack}_${key}`);
}

function isPlaced(service: ServiceDocument): boolean {
  const { mode = "replicated", placement = {} } = service.deploy ?? {};
  const isGlobal = mode === "global" || mode === "global-job";
  return isGlobal || constraintsOf(service).length > 0 || placement.max_replicas_per_node !== undefined;
}

/** The named volumes of a service that live on the disk of the node that runs its task. */
export function localVolumes(
  { volumes: mounts = [] }: ServiceDocument,
  definitions: ComposeDocument["volumes"],
): string[] {
  const sources = mounts.flatMap(({ type, source }) => (type === "volume" && source ? [source] : []));
  return [...new Set(sources)].filter((source) => isOnDisk(definitions[source] ?? {})).sort();
}

/** Driver local can also mount NFS or tmpfs, which its type shows; an external volume's driver is unknown. */
function isOnDisk({ driver = "local", driver_opts: { type = "none" } = {} }: VolumeDocument): boolean {
  return driver === "local" && type === "none";
}
