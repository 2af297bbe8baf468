import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ComposeDocument } from "../document.ts";
import { translateDependencies } from "./translateDependencies.ts";
import { translateHostNetwork } from "./translateHostNetwork.ts";
import { translateLinks } from "./translateLinks.ts";
import { translateOneShots } from "./translateOneShots.ts";

/**
 * Writes what docker compose does beyond single services in swarm's own terms.
 *
 * @param data the file as written
 */
export function translateDocument(
  written: ComposeDocument,
  data: unknown,
  path: DiagnosticPath,
): ComposeDocument {
  const ordered = translateDependencies(written, path);
  const linked = translateLinks(translateHostNetwork(ordered, path), path);
  return translateOneShots(linked, data, path);
}
