import type { Fault } from "../input/fault.ts";
import { Place } from "../input/place.ts";
import { prefixOf, rangeBeside } from "../machines/subnet.ts";
import type { Settings } from "../settings/settings.ts";
import { engineNetworks, freeRange, hiddenBy, type Reached, routesHere } from "./routes.ts";

/** What is on this computer already. */
export interface Neighbourhood {
  readonly reached: () => Promise<readonly Reached[]>;
  /** Networks of the engine, by name. */
  readonly networks: () => Promise<ReadonlyMap<string, string>>;
}

export interface LocalRange {
  /** For the machines. */
  readonly subnet: string;
  readonly faults: readonly Fault[];
}

/**
 * The range of a local cluster's machines. One that is there keeps its own. A new one gets what the settings say, or
 * else one that is free, and must hide nothing that this computer reaches.
 *
 * @param written what the settings say; undefined where that is left to us
 */
export async function localRange(
  { stack, local, addressPool }: Pick<Settings, "stack" | "local" | "addressPool">,
  written: string | undefined,
  { reached, networks }: Neighbourhood = { reached: routesHere, networks: engineNetworks },
): Promise<LocalRange> {
  const taken = await networks();
  const kept = taken.get(`swarm-${stack}`);
  if (kept !== undefined) return { subnet: written ?? kept, faults: [] };
  const here = await reached();
  const faults: Fault[] = [];
  const place = Place.top("swarm:", faults);
  const free = freeRange(here, [...taken.values(), addressPool]);
  refusePool(addressPool, here, place.at("addressPool"));
  if (written === undefined) return { subnet: free ?? local.subnet, faults };
  for (const { what } of hiddenBy(written, here).slice(0, 1))
    place
      .at("local")
      .at("subnet")
      .refuse(
        `"${written}" hides ${what} of this computer`,
        free ? `use a free range, for example ${free}, or leave it out` : "use a range that no route has",
      );
  return { subnet: written, faults };
}

/** Only what lies in the pool as a whole: its networks are small, and few of them lie in a wide route. */
function refusePool(pool: string, here: readonly Reached[], place: Place): void {
  const inside = hiddenBy(pool, here).filter(({ range }) => prefixOf(range) >= prefixOf(pool));
  for (const { what, range } of inside.slice(0, 1))
    place.refuse(
      `"${pool}" hides ${what} of this computer from the services`,
      `use another range, for example ${rangeBeside(range)}`,
    );
}
