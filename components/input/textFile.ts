import type { Place } from "./place.ts";
import { called, type Surroundings } from "./surroundings.ts";
import type { Limit } from "./userFile.ts";

/** Whether bytes are text as everything here reads it. */
export function isText(content: Buffer): boolean {
  return Buffer.compare(Buffer.from(content.toString()), content) === 0;
}

/** What names a file, and what to do where there is none. */
export interface Naming {
  readonly place: Place;
  readonly hint: string;
}

/** The content of a file; where it cannot be read, what names it has a fault. */
export function contentOf(
  path: string,
  limit: Limit,
  surroundings: Surroundings,
  { place, hint }: Naming,
): Buffer | undefined {
  const content = surroundings.contentOf(path, limit);
  if (Buffer.isBuffer(content)) return content;
  return place.refuse(`names ${called(path, surroundings)}, which ${content.problem}`, content.hint ?? hint);
}

/** The text of a file; other bytes would silently come out as something else. */
export function textOf(
  path: string,
  limit: Limit,
  surroundings: Surroundings,
  naming: Naming,
): string | undefined {
  const content = contentOf(path, limit, surroundings, naming);
  if (content === undefined || isText(content)) return content?.toString();
  return naming.place
    .file(called(path, surroundings))
    .refuse("is not UTF-8 text", "save it as UTF-8 in your editor");
}
