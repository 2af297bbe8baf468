import type { ListedHost } from "../../target.ts";

/** The hosts in a run's configuration; none if the setting is secret, since the engine masks it. */
export function listedHosts(config: Readonly<Record<string, string>>): readonly ListedHost[] {
  try {
    const list: unknown = JSON.parse(config["swarm:hosts"] ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
