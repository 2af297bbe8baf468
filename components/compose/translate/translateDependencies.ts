import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { mapValues } from "../../input/mapping.ts";
import { closest } from "../../input/spelling.ts";
import type { ComposeDocument } from "../document.ts";

/** Removes dependencies on services that the file does not have, as docker does. */
export function translateDependencies(document: ComposeDocument, path: DiagnosticPath): ComposeDocument {
  const known = Object.keys(document.services);
  const services = mapValues(document.services, (service, name) => {
    if (!service.depends_on) return service;
    const here = path.at("services").at(name).at("depends_on");
    const all = Object.entries(service.depends_on);
    const kept = all.filter(([other, { required }]) => {
      if (known.includes(other)) return true;
      if (!required) return false;
      const near = closest(other, known);
      here.warn(
        `names the service ${other}, which is not defined; left out`,
        near ? `did you mean ${near}?` : "define it under services, or remove it",
      );
      return false;
    });
    return { ...service, depends_on: Object.fromEntries(kept) };
  });
  return { ...document, services };
}
