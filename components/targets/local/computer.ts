import type { ComposeModel } from "../../compose/model.ts";
import { checkDockerContext } from "../../input/dockerContext.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ComputerCheck } from "../target.ts";
import { checkKernel } from "./computer/kernelCheck.ts";
import { checkPorts, wantedPorts } from "./computer/portCheck.ts";
import { localRange } from "./network/localRange.ts";
import type { LocalBlock } from "./settings/schema.ts";
import type { LocalSettings } from "./settings/settings.ts";

/** Checks this computer's ports, kernel and routes, which the machines share; chooses a free range for them. */
export async function checkComputer(
  settings: Settings<LocalSettings>,
  models: readonly ComposeModel[],
  raw: Readonly<Record<string, unknown>>,
): Promise<ComputerCheck> {
  const context = checkDockerContext();
  if (context.length > 0) return { settings, diagnostics: context };
  const { subnet } = (raw.local ?? {}) as LocalBlock;
  const [ports, kernel, range] = await Promise.all([
    checkPorts(wantedPorts(settings, models), settings.stack),
    checkKernel(models, settings),
    localRange(settings, subnet === undefined ? undefined : settings.own.subnet),
  ]);
  const own = { ...settings.own, subnet: range.subnet };
  return { settings: { ...settings, own }, diagnostics: [...ports, ...kernel, ...range.diagnostics] };
}
