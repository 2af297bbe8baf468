import type { Diagnostic } from "../../../input/diagnostic.ts";
import { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { prefixOf, rangeBeside } from "../../../net/cidr.ts";
import type { Settings } from "../../../settings/settings.ts";
import type { LocalSettings } from "../settings/settings.ts";
import { engineNetworks, freeRange, hiddenBy, type Reached, routesHere } from "./routes.ts";

/** Networks that already exist on this computer. */
export interface Neighbourhood {
  readonly reached: () => Promise<readonly Reached[]>;
  /** The engine's networks, by name. */
  readonly networks: () => Promise<ReadonlyMap<string, string>>;
}

export interface LocalRange {
  /** Range for the machines. */
  readonly subnet: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The range of a local cluster's machines. An existing network keeps its own. A new one gets the range in the
 * settings, or else a free one, and must not hide anything that this computer reaches.
 *
 * @param written the range in the settings; undefined to choose one
 */
export async function localRange(
  { stack, own, addressPool }: Pick<Settings<LocalSettings>, "stack" | "own" | "addressPool">,
  written: string | undefined,
  { reached, networks }: Neighbourhood = { reached: routesHere, networks: engineNetworks },
): Promise<LocalRange> {
  const taken = await networks();
  const kept = taken.get(`swarm-${stack}`);
  if (kept !== undefined) return { subnet: written ?? kept, diagnostics: [] };
  const here = await reached();
  const diagnostics: Diagnostic[] = [];
  const path = DiagnosticPath.top("swarm:", diagnostics);
  const free = freeRange(here, [...taken.values(), addressPool]);
  refusePool(addressPool, here, path.at("addressPool"));
  if (written === undefined) return { subnet: free ?? own.subnet, diagnostics: diagnostics };
  for (const { what } of hiddenBy(written, here).slice(0, 1))
    path
      .at("local")
      .at("subnet")
      .error(
        `"${written}" hides ${what} of this computer`,
        free ? `use a free range, for example ${free}, or leave it out` : "use a range that no route has",
      );
  return { subnet: written, diagnostics: diagnostics };
}

/** Reports only ranges completely in the pool: its networks are small, and few overlap a wide route. */
function refusePool(pool: string, here: readonly Reached[], path: DiagnosticPath): void {
  const inside = hiddenBy(pool, here).filter(({ range }) => prefixOf(range) >= prefixOf(pool));
  for (const { what, range } of inside.slice(0, 1))
    path.error(
      `"${pool}" hides ${what} of this computer from the services`,
      `use another range, for example ${rangeBeside(range)}`,
    );
}
