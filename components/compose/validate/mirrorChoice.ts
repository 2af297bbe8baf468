import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { closest } from "../../input/spelling.ts";
import type { MirrorChoice } from "../stackSettings.ts";

/**
 * Reports a mirror choice for a service that does not exist or is built here.
 *
 * @param services of the file, including those whose profiles are inactive
 */
export function checkMirrorChoice(
  choice: MirrorChoice | undefined,
  services: Readonly<Record<string, unknown>>,
  path: DiagnosticPath,
): void {
  if (typeof choice !== "object") return;
  const known = Object.keys(services);
  for (const name of Object.keys(choice)) {
    const here = path.at(name);
    if (!known.includes(name)) {
      const near = closest(name, known);
      here.error("is not a service of the stack", near ? `did you mean ${near}?` : "remove it");
    } else if (isBuilt(services[name]))
      here.error("is built here, and always goes into the cluster's registry", "remove it");
  }
}

function isBuilt(service: unknown): boolean {
  return typeof service === "object" && service !== null && "build" in service;
}
