/** The zones of a region, sorted by name. */
export interface RegionZones {
  readonly all: readonly string[];
  /** The ones where new resources can be created now. */
  readonly available: readonly string[];
}

/** A number of zones, or their names. */
type Wanted = number | readonly string[];

/** All zones of the region in the order in which a new network uses them: wanted ones first. */
export function zoneOrder(wanted: Wanted, { all, available }: RegionZones): string[] {
  return [...new Set([...(typeof wanted === "number" ? [] : [...wanted].sort()), ...available, ...all])];
}

/**
 * The wanted zones by index; each index has its own subnets in the network's range.
 *
 * @param order the order that the first `up` chose
 */
export function zonesByIndex(
  wanted: Wanted,
  order: readonly string[],
  { all }: RegionZones,
): (string | undefined)[] {
  const known = [...new Set([...order, ...all])];
  if (typeof wanted === "number") return known.slice(0, wanted);
  const zones = known.map((zone) => (wanted.includes(zone) ? zone : undefined));
  return zones.slice(0, zones.findLastIndex((zone) => zone !== undefined) + 1);
}
