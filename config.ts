import * as pulumi from "@pulumi/pulumi";
import type { ComposeModel } from "./components/compose/model.ts";
import { silenceDebugLog } from "./components/debugLog.ts";
import { baseImage, baseImageVariable } from "./components/images/build/baseImage.ts";
import { checkContexts } from "./components/images/build/contextChecks.ts";
import { type Diagnostic, describeDiagnostics } from "./components/input/diagnostic.ts";
import { describeWarnings } from "./components/input/warning.ts";
import { workspaceOf } from "./components/input/workspace.ts";
import { checkStandIns } from "./components/preflight/standIns.ts";
import type { Settings } from "./components/settings/settings.ts";
import { isLocal } from "./components/settings/targetFacts.ts";
import { writtenSettings } from "./components/settings/writtenSettings.ts";
import { checkDockerContext } from "./components/targets/local/computer/dockerContext.ts";
import { checkKernel } from "./components/targets/local/computer/kernelCheck.ts";
import { checkPorts, wantedPorts } from "./components/targets/local/computer/portCheck.ts";
import { localRange } from "./components/targets/local/network/localRange.ts";
import { readUserInput } from "./components/userInput/readUserInput.ts";

/** Reads and checks all user input; throws one error with every diagnostic before any resource exists. */
export async function readSettings(): Promise<{ settings: Settings; models: readonly ComposeModel[] }> {
  silenceDebugLog();
  const written = writtenSettings(pulumi.runtime.allConfig());
  const {
    settings: read,
    models,
    diagnostics,
  } = readUserInput(
    written,
    { project: pulumi.getProject(), stack: pulumi.getStack(), secretKeys: secretKeys() },
    workspaceOf(import.meta.dirname, { [baseImageVariable]: baseImage() }),
  );
  const { settings, diagnostics: here } = isLocal(read)
    ? await onThisComputer(read, models, written)
    : { settings: read, diagnostics: checkStandIns(import.meta.dirname) };
  const all = [...diagnostics, ...checkContexts(models, import.meta.dirname), ...here];
  // Pulumi shows a RunError without a stack trace.
  if (all.length > 0) throw new pulumi.RunError(describeDiagnostics(all));
  const warnings = describeWarnings(models.flatMap((model) => model.warnings));
  if (warnings) await pulumi.log.warn(warnings);
  return { settings, models };
}

/** The CLI passes these names beside the configuration, whose values are in clear text. */
function secretKeys(): readonly string[] | undefined {
  const keys = process.env.PULUMI_CONFIG_SECRET_KEYS;
  return keys === undefined ? undefined : JSON.parse(keys);
}

/** The checks of this computer's ports, kernel and routes, which the machines share. */
async function onThisComputer(
  settings: Settings,
  models: readonly ComposeModel[],
  written: Readonly<Record<string, unknown>>,
): Promise<{ settings: Settings; diagnostics: readonly Diagnostic[] }> {
  const context = checkDockerContext();
  if (context.length > 0) return { settings, diagnostics: context };
  const own = (written.local ?? {}) as { readonly subnet?: unknown };
  const [ports, kernel, range] = await Promise.all([
    checkPorts(wantedPorts(settings, models), settings.stack),
    checkKernel(models, settings),
    localRange(settings, own.subnet === undefined ? undefined : settings.local.subnet),
  ]);
  const local = { ...settings.local, subnet: range.subnet };
  return { settings: { ...settings, local }, diagnostics: [...ports, ...kernel, ...range.diagnostics] };
}
