/** A fault or a note. */
interface Told {
  readonly path: string;
  readonly remedy: string;
}

/**
 * What was found, without what only a secret can have brought into the texts.
 *
 * A text is told if a reading with masks instead of the secrets has it as well. Otherwise that reading's own text
 * in the same place stands for it, or else the one that says nothing.
 */
export function withoutSecrets<T extends Told>(found: readonly T[], masked: readonly T[], silent: T): T[] {
  return found.map((one) => {
    const text = JSON.stringify(one);
    if (masked.some((other) => JSON.stringify(other) === text)) return one;
    const there = masked.filter(({ path }) => path === one.path);
    return there.find(({ remedy }) => remedy === one.remedy) ?? there[0] ?? { ...silent, path: one.path };
  });
}
