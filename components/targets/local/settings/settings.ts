import type { Complete } from "../../../input/schema.ts";
import type { LocalBlock } from "./schema.ts";

/** Settings of target local. */
export type LocalSettings = Complete<LocalBlock>;
