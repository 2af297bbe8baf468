import type { ComposeDocument } from "./document.ts";
import type { VolumeDocument } from "./schema/volumeSchema.ts";

/** A file system that all nodes mount by NFS. */
export interface FileSystem {
  /** `fs-0123456789abcdef0`. */
  readonly id: string;
  /** The name of its server. */
  readonly address: string;
}

/** What AWS recommends: https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-nfs-mount-settings.html */
export const nfsOptions = "nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2,noresvport";

type Volumes = ComposeDocument["volumes"];

/** Whether the volume is on the target's file system: `driver_opts: {type: efs}`. */
export function isShared({ driver = "local", driver_opts }: VolumeDocument): boolean {
  return driver === "local" && driver_opts?.type === "efs";
}

/** The directory of each volume on the file system: the name that docker gives to the volume. */
export function sharedDirectories(stack: string, volumes: Volumes): string[] {
  return Object.entries(volumes).flatMap(([key, volume]) =>
    isShared(volume) ? [directoryOf(stack, key, volume)] : [],
  );
}

/**
 * The volumes as docker mounts them. An engine keeps the options of a volume that it has, so the name contains
 * the file system: a local volume of the same name from before does not hide it.
 */
export function mountedVolumes(stack: string, volumes: Volumes, { id, address }: FileSystem): Volumes {
  return Object.fromEntries(
    Object.entries(volumes).map(([key, volume]) => {
      if (!isShared(volume)) return [key, volume] as const;
      const directory = directoryOf(stack, key, volume);
      const driver_opts = { type: "nfs", o: `addr=${address},${nfsOptions}`, device: `:/${directory}` };
      return [key, { ...volume, name: `${directory}_${id}`, driver_opts }] as const;
    }),
  );
}

function directoryOf(stack: string, key: string, { name }: VolumeDocument): string {
  return name ?? `${stack}_${key}`;
}
