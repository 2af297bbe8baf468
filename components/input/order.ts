/** Orders names as people do: `web-2` before `web-10`. */
export function compare(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
