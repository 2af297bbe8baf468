import type { Fault } from "./input/fault.ts";
import type { Surroundings } from "./input/surroundings.ts";
import type { Settings } from "./settings/settings.ts";
import { type Origin, parseSettings } from "./settings/settingsReader.ts";
import { readComposeFile } from "./stack/composeFile.ts";
import type { ComposeModel } from "./stack/composeModel.ts";
import { checkModels } from "./stack/modelChecks.ts";

/** Everything the user wrote. */
export interface UserInput {
  readonly settings: Settings;
  /** The compose files without faults. */
  readonly models: readonly ComposeModel[];
  readonly faults: readonly Fault[];
}

/** Reads the settings of the namespace `swarm` and the compose files that they name, and notes every fault. */
export function readUserInput(
  written: Readonly<Record<string, unknown>>,
  origin: Omit<Origin, "root">,
  surroundings: Surroundings,
): UserInput {
  const { settings, faults } = parseSettings(written, { ...origin, root: surroundings.root });
  const files = settings.stacks.map((stack) => readComposeFile(stack, surroundings));
  const models = files.flatMap(({ model }) => model ?? []);
  const inFiles = files.flatMap((file) => file.faults);
  return { settings, models, faults: [...faults, ...inFiles, ...checkModels(settings, models)] };
}
