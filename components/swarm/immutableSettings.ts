import type { Settings } from "../settings/settings.ts";

/** Settings that are fixed when the swarm is created. */
export type ImmutableSettings = Pick<Settings, "addressPool" | "encrypt">;

/** The error if the settings differ from the existing swarm's; undefined if they match. */
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
