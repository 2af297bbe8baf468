/** A diagnostic or a note. */
interface Finding {
  readonly path: string;
  readonly hint: string;
}

/**
 * What was found, without what only a secret can have brought into the texts.
 *
 * A text is told if a reading with masks instead of the secrets has it as well. Otherwise that reading's own text
 * in the same place stands for it, or else the one that says nothing.
 */
export function withoutSecrets<T extends Finding>(found: readonly T[], masked: readonly T[], silent: T): T[] {
  const texts = new Set(masked.map((one) => JSON.stringify(one)));
  return found.map((one) => {
    if (texts.has(JSON.stringify(one))) return one;
    const there = masked.filter(({ path }) => path === one.path);
    return there.find(({ hint }) => hint === one.hint) ?? there[0] ?? { ...silent, path: safePath(one.path) };
  });
}

/** The last keys of a path in a compose file may come out of a list like `- ${NAME}=value`: the service is enough. */
function safePath(path: string): string {
  return /^.*?: [^.[]+(\.[^.[]+|\["[^"]*"\])?/.exec(path)?.[0] ?? path;
}
