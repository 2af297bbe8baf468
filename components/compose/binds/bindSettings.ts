import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { scalarText } from "../../input/schema.ts";
import { closest } from "../../input/spelling.ts";
import type { StackSettings } from "../stackSettings.ts";
import { isPath, normalPath, sourceOfText } from "./bindPath.ts";

/**
 * Reports settings of paths that no service mounts, and two settings of one path.
 *
 * @param services of the file, including those whose profiles are inactive
 */
export function checkBindSettings(
  binds: StackSettings["binds"],
  services: Readonly<Record<string, unknown>>,
  setting: DiagnosticPath,
): void {
  const written = Object.keys(binds ?? {});
  if (written.length === 0) return;
  const known = [...new Set(Object.values(services).flatMap(sourcesOf))];
  const first = new Map<string, string>();
  for (const path of written) {
    const here = setting.at(path);
    const normal = normalPath(path);
    const other = first.get(normal);
    if (other !== undefined) here.error(`is the same path as ${other}`, "remove one of the two");
    first.set(normal, path);
    if (known.includes(normal)) continue;
    const near = closest(normal, known);
    const choice = known.length > 0 ? `these are mounted: ${known.slice(0, 10).join(", ")}` : "remove it";
    here.error("is mounted by no service of the stack", near ? `did you mean ${near}?` : choice);
  }
}

/** The paths that a service mounts, in their normal form. */
function sourcesOf(service: unknown): string[] {
  const mounts = isMapping(service) && Array.isArray(service.volumes) ? service.volumes : [];
  return mounts.flatMap((mount) => {
    if (isMapping(mount)) return mount.type === "bind" ? [normalPath(scalarText(mount.source))] : [];
    const { source } = sourceOfText(scalarText(mount));
    return source !== undefined && isPath(source) ? [normalPath(source)] : [];
  });
}
