import {
  baseImage,
  baseImageVariable,
  builtBaseImage,
  pinnedBaseImage,
} from "../components/images/build/baseImage.ts";
import { isStandInAllowed, standInHint } from "../components/preflight/standIns.ts";
import type { Target } from "../components/targets/target.ts";
import type { ProgramFacts } from "../setup/programFacts.ts";
import { install, type Purpose, stepsFor } from "../setup/setUp.ts";
import type { Step } from "../setup/step.ts";

/** What set-up must know for a target; default: the default one. */
export async function programFacts(target?: Target): Promise<ProgramFacts> {
  // Imported late: some purposes need no target.
  const { remoteTargets, targets } = await import("../components/targets/targets.ts");
  const { plugins = [], isOnThisComputer = false } = target ?? targets[0];
  return {
    plugins,
    baseImage: {
      variable: baseImageVariable,
      pinned: pinnedBaseImage,
      built: builtBaseImage,
      chosen: baseImage,
    },
    standInRefusal: (plugin) =>
      isOnThisComputer || isStandInAllowed(plugin)
        ? undefined
        : `${remoteTargets} do not use the stand-in unless you allow it by name\n  → ${standInHint(plugin)}`,
  };
}

/** What must be installed for a purpose. */
export function neededSteps(purpose: Purpose, target?: Target): Promise<readonly Step[]> {
  return stepsFor(purpose, () => programFacts(target));
}

/** Installs whatever is missing; quick and silent if nothing is. */
export async function setUp(
  purpose: Purpose,
  { target, more = [] }: { readonly target?: Target; readonly more?: readonly Step[] } = {},
): Promise<void> {
  await install([...(await neededSteps(purpose, target)), ...more]);
}
