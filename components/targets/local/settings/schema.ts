import { integer, object, text } from "../../../input/schema.ts";
import type { WrittenSettings } from "../../../settings/settingsSchema.ts";
import type { LocalSettings } from "./settings.ts";

/** The block `swarm:local`. */
export const localFields = {
  local: object({ port: integer(1, 65535, 8080), subnet: text, firstPort: integer(1, 65526, 20000) }),
};

export interface WrittenLocal extends WrittenSettings {
  readonly local?: Partial<LocalSettings>;
}
