import type { Settings } from "../settings/settings.ts";

/** What a swarm is made with and keeps. */
export type ImmutableSettings = Pick<Settings, "addressPool" | "encrypt">;

/** Why the settings do not fit the swarm that is there; undefined where they do. */
export function immutableSettingsError(
  kept: ImmutableSettings,
  wanted: ImmutableSettings,
): string | undefined {
  const changed = (["addressPool", "encrypt"] as const).filter((key) => kept[key] !== wanted[key]);
  if (changed.length === 0) return undefined;
  return changed
    .map(
      (key) =>
        `swarm:${key}: is ${wanted[key]}, but this swarm was made with ${kept[key]}, and its networks cannot change\n  → set it back to ${kept[key]}, or recreate the swarm: npm run destroy, then npm run up`,
    )
    .join("\n");
}
