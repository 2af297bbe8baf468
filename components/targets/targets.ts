import { aws } from "./aws/target.ts";
import { hosts } from "./hosts/target.ts";
import { local } from "./local/target.ts";
import type { Target } from "./target.ts";

/** All targets; the first is the default. */
export const targets: readonly [Target, ...Target[]] = [local, aws, hosts];

/** `targets aws and hosts`: those whose machines are not this computer. */
export const remoteTargets = namesOf(targets.filter(({ isOnThisComputer }) => !isOnThisComputer));

function namesOf(some: readonly Target[]): string {
  const names = some.map(({ name }) => name);
  const last = names.pop();
  return `targets ${names.join(", ")} and ${last}`;
}
