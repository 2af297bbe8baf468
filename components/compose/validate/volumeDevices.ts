import { isAbsolute, resolve, sep } from "node:path";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ComposeDocument } from "../document.ts";
import type { VolumeDocument } from "../schema/volumeSchema.ts";
import type { ComposeSource } from "../source.ts";

/** Refuses volumes that are a directory of this computer: `driver_opts: {o: bind, device: ./data}`. */
export function checkVolumeDevices(
  volumes: ComposeDocument["volumes"],
  source: ComposeSource,
  path: DiagnosticPath,
): void {
  for (const [name, volume] of Object.entries(volumes)) {
    const device = boundDevice(volume);
    if (device === undefined || !isLocal(device, source)) continue;
    path
      .at("volumes")
      .at(name)
      .at("driver_opts")
      .at("device")
      .error(
        `names ${device}, a path of this computer, but the volume is on the nodes`,
        "remove driver_opts, and the volume is docker's own; or name a directory of the nodes: device: /srv/data",
      );
  }
}

function boundDevice({ driver = "local", driver_opts = {} }: VolumeDocument): string | undefined {
  const { o = "", device } = driver_opts;
  const options = o.split(",");
  const isBound = driver === "local" && (options.includes("bind") || options.includes("rbind"));
  return isBound ? device : undefined;
}

/** A relative path starts at the directory of the compose file, and `${PWD}/data` is in it. */
function isLocal(device: string, { directory, workspace }: ComposeSource): boolean {
  if (!isAbsolute(device)) return true;
  const path = resolve(device);
  return [directory, workspace.root].some((folder) => path === folder || path.startsWith(folder + sep));
}
