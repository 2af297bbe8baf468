import * as list from "./list.ts";
import type { Target } from "./target.ts";

const listed: readonly Target[] = Object.values(list);
const [first] = listed.filter(({ isDefault }) => isDefault);
if (!first) throw new Error("components/targets/list.ts has no default target");

/** All targets: the default one, then the others by name. */
export const targets: readonly [Target, ...Target[]] = [
  first,
  ...listed.filter((target) => target !== first).sort((one, other) => (one.name < other.name ? -1 : 1)),
];

/** Those whose machines are not this computer, as a message names them: `targets one and two`. */
export const remoteTargets = conjunction(
  targets.filter(({ isOnThisComputer }) => !isOnThisComputer).map(({ name }) => name),
);

function conjunction(names: readonly string[]): string {
  return `targets ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
