/** A diagnostic or a warning. */
interface Finding {
  readonly path: string;
  readonly hint: string;
}

/**
 * Removes from the findings all text that may come from a secret.
 *
 * A text is kept if a reading with masks instead of secrets produces it as well. Otherwise the masked
 * reading's text for the same path replaces it, or else `silent`.
 */
export function withoutSecrets<T extends Finding>(found: readonly T[], masked: readonly T[], silent: T): T[] {
  const texts = new Set(masked.map((one) => JSON.stringify(one)));
  return found.map((one) => {
    if (texts.has(JSON.stringify(one))) return one;
    const there = masked.filter(({ path }) => path === one.path);
    return there.find(({ hint }) => hint === one.hint) ?? there[0] ?? { ...silent, path: safePath(one.path) };
  });
}

/** The last keys of a path can come from a list such as `- ${NAME}=value`: the service is precise enough. */
function safePath(path: string): string {
  return /^.*?: [^.[]+(\.[^.[]+|\["[^"]*"\])?/.exec(path)?.[0] ?? path;
}
