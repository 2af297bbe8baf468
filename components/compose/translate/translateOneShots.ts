import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import type { ComposeDocument, ServiceDocument } from "../document.ts";

/**
 * A service that another one waits for to complete ends by itself; swarm would restart it forever.
 *
 * It may fail until services are up on which it depends without a condition.
 */
export function translateOneShots(
  document: ComposeDocument,
  data: unknown,
  path: DiagnosticPath,
): ComposeDocument {
  const written = isMapping(data) && isMapping(data.services) ? data.services : {};
  const services: Record<string, ServiceDocument> = { ...document.services };
  for (const [name, waiting] of waitedFor(written)) {
    const service = Object.hasOwn(services, name) ? services[name] : undefined;
    if (!service || service.deploy?.restart_policy || service.deploy?.mode?.endsWith("-job")) continue;
    services[name] = {
      ...service,
      deploy: { ...service.deploy, restart_policy: { condition: "on-failure" } },
    };
    path
      .at("services")
      .at(name)
      .warn(
        `ends by itself, for ${waiting} waits until it completes; it is started again only when it fails`,
        "write restart: on-failure",
      );
  }
  return { ...document, services };
}

/** Name of a service → the service that waits for it to complete. */
function waitedFor(services: Readonly<Record<string, unknown>>): Map<string, string> {
  const found = Object.entries(services).flatMap(([name, service]) => {
    const dependencies = isMapping(service) && isMapping(service.depends_on) ? service.depends_on : {};
    return Object.entries(dependencies)
      .filter(([, how]) => isMapping(how) && how.condition === "service_completed_successfully")
      .map(([other]) => [other, name] as const);
  });
  return new Map(found.reverse());
}
