import * as pulumi from "@pulumi/pulumi";
import { baseImage, baseImageVariable } from "./components/build/baseImage.ts";
import { silenceDebugLog } from "./components/debugLog.ts";
import { checkPorts, wantedPorts } from "./components/entrypoint/portCheck.ts";
import { describeFaults, type Fault } from "./components/input/fault.ts";
import { describeNotes } from "./components/input/note.ts";
import { surroundingsOf } from "./components/input/surroundings.ts";
import { checkDockerContext } from "./components/preflight/dockerContext.ts";
import { checkKernel } from "./components/preflight/kernelCheck.ts";
import { localRange } from "./components/preflight/localRange.ts";
import { checkStandIns } from "./components/preflight/standIns.ts";
import type { Settings } from "./components/settings/settings.ts";
import { isLocal } from "./components/settings/targetFacts.ts";
import { writtenSettings } from "./components/settings/writtenSettings.ts";
import type { ComposeModel } from "./components/stack/composeModel.ts";
import { checkContexts } from "./components/stack/contextChecks.ts";
import { readUserInput } from "./components/userInput.ts";

/** All that the user wrote, read and checked; one error with every fault before there is any resource. */
export async function readSettings(): Promise<{ settings: Settings; models: readonly ComposeModel[] }> {
  silenceDebugLog();
  const written = writtenSettings(pulumi.runtime.allConfig());
  const {
    settings: read,
    models,
    faults,
  } = readUserInput(
    written,
    { project: pulumi.getProject(), stack: pulumi.getStack(), secretKeys: secretKeys() },
    surroundingsOf(import.meta.dirname, { [baseImageVariable]: baseImage() }),
  );
  const { settings, faults: here } = isLocal(read)
    ? await onThisComputer(read, models, written)
    : { settings: read, faults: checkStandIns(import.meta.dirname) };
  const all = [...faults, ...checkContexts(models, import.meta.dirname), ...here];
  // Pulumi shows a RunError without a stack trace.
  if (all.length > 0) throw new pulumi.RunError(describeFaults(all));
  const notes = describeNotes(models.flatMap((model) => model.notes));
  if (notes) await pulumi.log.warn(notes);
  return { settings, models };
}

/** Named by the CLI beside the configuration, which it hands over in clear. */
function secretKeys(): readonly string[] | undefined {
  const keys = process.env.PULUMI_CONFIG_SECRET_KEYS;
  return keys === undefined ? undefined : JSON.parse(keys);
}

/** Its ports, its kernel and its routes are those of the machines on it. */
async function onThisComputer(
  settings: Settings,
  models: readonly ComposeModel[],
  written: Readonly<Record<string, unknown>>,
): Promise<{ settings: Settings; faults: readonly Fault[] }> {
  const context = checkDockerContext();
  if (context.length > 0) return { settings, faults: context };
  const own = (written.local ?? {}) as { readonly subnet?: unknown };
  const [ports, kernel, range] = await Promise.all([
    checkPorts(wantedPorts(settings, models), settings.stack),
    checkKernel(models, settings),
    localRange(settings, own.subnet === undefined ? undefined : settings.local.subnet),
  ]);
  const local = { ...settings.local, subnet: range.subnet };
  return { settings: { ...settings, local }, faults: [...ports, ...kernel, ...range.faults] };
}
