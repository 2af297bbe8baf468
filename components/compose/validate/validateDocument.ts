import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { checkBindSettings } from "../binds/bindSettings.ts";
import type { ComposeDocument } from "../document.ts";
import type { ComposeSource } from "../source.ts";
import type { StackSettings } from "../stackSettings.ts";
import { checkDocument } from "./documentChecks.ts";
import { checkMirrorChoice } from "./mirrorChoice.ts";
import { checkPublishedPorts, publishedPorts } from "./publishedPorts.ts";
import { checkVolumeDevices } from "./volumeDevices.ts";

/**
 * Checks a stack's settings against the services of its files, with those that no profile enables.
 *
 * @param merged the files as written
 */
export function checkSettings(
  { binds, mirror }: StackSettings,
  merged: Readonly<Record<string, unknown>>,
  setting: DiagnosticPath,
): void {
  const services = isMapping(merged.services) ? merged.services : {};
  checkBindSettings(binds, services, setting.at("binds"));
  checkMirrorChoice(mirror, services, setting.at("mirror"));
}

/** Checks what depends on more than one value. */
export function validateDocument(
  document: ComposeDocument,
  stack: string,
  source: ComposeSource,
  path: DiagnosticPath,
): void {
  checkDocument(document, stack, path);
  checkPublishedPorts(publishedPorts(document), document, path);
  checkVolumeDevices(document.volumes, source, path);
}
