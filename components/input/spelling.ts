/** Limit of comparisons; a longer word is not a typo. */
const most = 100_000;

/** The known word closest to `word`, if one is close enough. */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length ** 2 * known.length > most) return undefined;
  const begun = known.find((candidate) => word.length > 2 && candidate.startsWith(word));
  const farthest = Math.max(1, Math.floor(word.length / 3));
  const nearest = known
    .filter((candidate) => Math.abs(candidate.length - word.length) <= farthest)
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= farthest ? nearest.candidate : begun;
}

/** Edit distance between two words; swapping two neighbours counts as one edit. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
