import type { DiagnosticPath } from "../input/diagnosticPath.ts";
import { closest } from "../input/spelling.ts";
import { machineSpecs } from "./machineSpecs.ts";
import { groupOf, withOverrides } from "./nodeOverrides.ts";
import type { Settings } from "./settings.ts";
import type { ListedMachine } from "./targetSettings.ts";

/** Checks `swarm:nodes` together with the pools or the listed machines. */
export function checkNodes(
  settings: Settings,
  listed: readonly ListedMachine[] | undefined,
  path: DiagnosticPath,
): void {
  const specs = listed?.map((machine) => withOverrides(machine, settings.nodes)) ?? machineSpecs(settings);
  // A list without machines has its own diagnostic.
  if (specs.length === 0) return;
  const here = path.at("nodes");
  checkNames(specs, settings, here);
  if (!here.isSound() || specs.some(({ availability = "active" }) => availability === "active")) return;
  here.error(
    `leaves no node for tasks: none of ${specs.length} is active`,
    `write for example ${specs.at(-1)?.name}: {availability: active}`,
  );
}

function checkNames(specs: readonly ListedMachine[], { nodes, pools }: Settings, path: DiagnosticPath): void {
  const groups = new Set(["manager", ...pools.map(({ name }) => name), ...specs.map(groupOf)]);
  const names = new Set([...groups, ...specs.map(({ name }) => name)]);
  const known = [...names];
  for (const name of Object.keys(nodes).filter((name) => !names.has(name))) {
    // worker-7 beside worker-0 and worker-1 is not a typo.
    const near = [...groups].some((group) => name.startsWith(`${group}-`)) ? undefined : closest(name, known);
    const some = known.length > 12 ? [...known.slice(0, 11), `${known.length - 11} more`] : known;
    path
      .at(name)
      .error(
        "is not a node, pool or role of this cluster",
        near ? `did you mean ${near}?` : `remove it; valid names: ${some.join(", ")}`,
      );
  }
}
