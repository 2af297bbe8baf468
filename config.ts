import * as pulumi from "@pulumi/pulumi";
import { checkPorts, wantedPorts } from "./components/entrypoint/portCheck.ts";
import { describeFaults, type Fault } from "./components/input/fault.ts";
import { describeNotes } from "./components/input/note.ts";
import { surroundingsOf } from "./components/input/surroundings.ts";
import { checkKernel } from "./components/preflight/kernelCheck.ts";
import { checkStandIns } from "./components/preflight/standIns.ts";
import type { Settings } from "./components/settings/settings.ts";
import { isLocal } from "./components/settings/targetFacts.ts";
import { writtenSettings } from "./components/settings/writtenSettings.ts";
import type { ComposeModel } from "./components/stack/composeModel.ts";
import { checkContexts } from "./components/stack/contextChecks.ts";
import { readUserInput } from "./components/userInput.ts";

/** All that the user wrote, read and checked; one error with every fault before there is any resource. */
export async function readSettings(): Promise<{ settings: Settings; models: readonly ComposeModel[] }> {
  const { settings, models, faults } = readUserInput(
    writtenSettings(pulumi.runtime.allConfig()),
    { project: pulumi.getProject(), stack: pulumi.getStack(), secretKeys: secretKeys() },
    surroundingsOf(import.meta.dirname),
  );
  const here = isLocal(settings)
    ? await checkThisComputer(settings, models)
    : checkStandIns(import.meta.dirname);
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

/** Its ports and its kernel are those of the machines on it. */
async function checkThisComputer(settings: Settings, models: readonly ComposeModel[]): Promise<Fault[]> {
  const [ports, kernel] = await Promise.all([
    checkPorts(wantedPorts(settings, models), settings.stack),
    checkKernel(models, settings),
  ]);
  return [...ports, ...kernel];
}
