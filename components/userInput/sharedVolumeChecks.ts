import type { ComposeModel } from "../compose/model.ts";
import { isShared } from "../compose/sharedVolumes.ts";
import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import type { Settings } from "../settings/settings.ts";
import type { TargetSettings } from "../settings/targetSettings.ts";

/** Volumes of type efs need a file system of the target, and nothing else decides how they are mounted. */
export function checkSharedVolumes(
  { own }: Settings,
  { name: target, fileSystem }: TargetSettings,
  models: readonly ComposeModel[],
  path: DiagnosticPath,
): void {
  for (const { name, document } of models)
    for (const [key, volume] of Object.entries(document.volumes)) {
      if (!isShared(volume)) continue;
      const more = Object.keys((volume.driver_opts ?? {}) as object).filter((option) => option !== "type");
      const here = path.at(name);
      const what = `the volume ${key} has driver_opts.type efs`;
      if (more.length > 0)
        here.error(`${what}, and ${more.join(" and ")}`, `leave ${more.join(" and ")} out`);
      else if (!fileSystem)
        here.error(
          `${what}, but target ${target} has no such file system`,
          'mount an NFS server of yours: driver_opts: {type: nfs, o: "addr=nfs.example.com,nfsvers=4.1", device: ":/data"}; or remove driver_opts, and the data stays on one node',
        );
      else if (!fileSystem.isOn(own))
        here.error(
          `${what}, but ${fileSystem.setting} is false`,
          `set it: npm run pulumi -- config set --path ${fileSystem.setting} true`,
        );
    }
}
