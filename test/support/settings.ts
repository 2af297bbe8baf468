import type { Settings } from "../../components/settings/settings.ts";
import { parseSettings as parse } from "../../components/settings/settingsReader.ts";
import { settingsFields } from "../../components/settings/settingsSchema.ts";
import type { Origin } from "../../components/settings/targetSettings.ts";
import { targets } from "../../components/targets/targets.ts";

/** Parses settings of any target; `Own` is the type of the settings that only this target has. */
export function parseSettings<Own = unknown>(written: Readonly<Record<string, unknown>>, origin: Origin) {
  const { settings, diagnostics } = parse(written, origin, targets);
  return { settings: settings as Settings<Own>, diagnostics };
}

/** All keys under `swarm:`. */
export const settingNames = Object.keys(settingsFields(targets));
