import type { ListedHost } from "../../target.ts";

const setting = "swarm:hosts";

export const hostList = {
  setting,
  /** None if the setting is secret, since the engine masks it. */
  read(config: Readonly<Record<string, string>>): readonly ListedHost[] {
    try {
      const list: unknown = JSON.parse(config[setting] ?? "[]");
      return Array.isArray(list) ? list : [];
    } catch {
      return [];
    }
  },
};
