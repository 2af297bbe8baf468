import type { Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";

/** Whether bytes are text as everything here reads it. */
export function isText(content: Buffer): boolean {
  return Buffer.compare(Buffer.from(content.toString()), content) === 0;
}

/** The text of a file that is there; other bytes would silently come out as something else. */
export function textOf(path: string, surroundings: Surroundings, place: Place): string | undefined {
  const content = surroundings.contentOf(path);
  return isText(content)
    ? content.toString()
    : place.refuse("is not UTF-8 text", "save it as UTF-8 in your editor");
}
