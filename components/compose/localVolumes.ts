import type { ComposeDocument, ServiceDocument } from "./document.ts";
import type { VolumeDocument } from "./schema/volumeSchema.ts";

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

/** Placement constraints of a service. */
export function constraintsOf({ deploy = {} }: ServiceDocument): readonly string[] {
  return deploy.placement?.constraints ?? [];
}
