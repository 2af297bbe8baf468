import { type Infer, integer, object, text } from "../../../input/schema.ts";
import type { WrittenSettings } from "../../../settings/settingsSchema.ts";

const local = object({
  /** Loopback port of the first published port; the next ports follow; default 8080. */
  port: integer(1, 65535, 8080),
  /** Range of the machines' network; default 172.31.0.0/24, or another if that hides a route (computer.ts). */
  subnet: text,
  /**
   * First of ten loopback ports for SSH to the managers (0–6) and the registry (9); default: derived from
   * project and stack, 20000–29990.
   */
  firstPort: integer(1, 65526, 20000),
});

/** The block `swarm:local`. */
export const localFields = { local };

export type LocalBlock = Infer<typeof local>;

export interface WrittenLocal extends WrittenSettings {
  readonly local?: LocalBlock;
}
