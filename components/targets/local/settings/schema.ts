import { type InferObject, integer, object, text } from "../../../input/schema.ts";
import type { WrittenSettings } from "../../../settings/settingsSchema.ts";

/** The block `swarm:local`. */
export const localFields = {
  local: object({ port: integer(1, 65535, 8080), subnet: text, firstPort: integer(1, 65526, 20000) }),
};

export type WrittenLocal = WrittenSettings & InferObject<typeof localFields>;
