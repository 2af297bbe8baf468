/** Something that comes out otherwise than written; the rest works, so it stops nothing. */
export interface Note {
  /** Where it is, as for a fault. */
  readonly path: string;
  /** What becomes of it: `is left out; images are pulled by digest`. */
  readonly said: string;
  /** What to do so that it is told no more. */
  readonly remedy: string;
  /** True where a fault in the same place comes of it. */
  readonly explains?: true;
}

/** The text a user reads for all notes at once, each one once, sorted by path; empty where there are none. */
export function describeNotes(notes: readonly Note[]): string {
  const lines = [...notes]
    .sort((a, b) => a.path.localeCompare(b.path))
    .map((note) => `  ${note.path}: ${note.said}\n    → ${note.remedy}`);
  const once = [...new Set(lines)];
  if (once.length === 0) return "";
  const count = once.length === 1 ? "1 note" : `${once.length} notes`;
  return `${count} on the compose files; the swarm does the rest as written\n${once.join("\n")}`;
}
