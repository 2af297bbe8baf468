import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ComposeDocument } from "../document.ts";

/**
 * Refuses a service that waits for another one that depends on it in turn: neither could be deployed first.
 * Without a condition a cycle has no meaning, and docker takes it.
 */
export function checkDependencies({ services }: ComposeDocument, path: DiagnosticPath): void {
  const cycles = new Set<string>();
  for (const [name, { depends_on = {} }] of Object.entries(services))
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const back = condition === "service_started" ? undefined : wayBetween(other, name, services);
      const cycle = back && [...back].sort().join();
      if (!back || cycle === undefined || cycles.has(cycle)) continue;
      cycles.add(cycle);
      path
        .at("services")
        .at(name)
        .at("depends_on")
        .error(
          `waits for ${other}, which depends on ${name}: ${[name, ...back].join(" → ")}`,
          "remove one of these dependencies",
        );
    }
}

/** The shortest chain of dependencies; undefined if there is none. */
function wayBetween(
  from: string,
  to: string,
  services: ComposeDocument["services"],
): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  for (const name of before.keys()) {
    if (name === to) break;
    const { depends_on = {} } = (Object.hasOwn(services, name) ? services[name] : undefined) ?? {};
    for (const next of Object.keys(depends_on)) if (!before.has(next)) before.set(next, name);
  }
  if (!before.has(to)) return undefined;
  const way: string[] = [];
  for (let name: string | undefined = to; name !== undefined; name = before.get(name)) way.unshift(name);
  return way;
}
