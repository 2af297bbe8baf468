import { aws } from "./aws/target.ts";
import { hosts } from "./hosts/target.ts";
import { local } from "./local/target.ts";
import type { Target } from "./target.ts";

/** All targets; the first is the default. */
export const targets: readonly [Target, ...Target[]] = [local, aws, hosts];

/** @throws if there is no target of that name */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (!found) throw new Error(`there is no target ${name}`);
  return found;
}
