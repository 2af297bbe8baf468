import "./components/lazyOutputs.ts";
import "./components/withoutTraces.ts";
import * as pulumi from "@pulumi/pulumi";
import type { ComposeModel } from "./components/compose/model.ts";
import { silenceDebugLog } from "./components/debugLog.ts";
import { baseImage, baseImageVariable } from "./components/images/build/baseImage.ts";
import { checkContexts } from "./components/images/build/contextChecks.ts";
import { describeDiagnostics } from "./components/input/diagnostic.ts";
import { describeWarnings } from "./components/input/warning.ts";
import { workspaceOf } from "./components/input/workspace.ts";
import { checkStandIns } from "./components/preflight/standIns.ts";
import type { Settings } from "./components/settings/settings.ts";
import { writtenSettings } from "./components/settings/writtenSettings.ts";
import type { Target } from "./components/targets/target.ts";
import { remoteTargets } from "./components/targets/targets.ts";
import { readUserInput } from "./components/userInput/readUserInput.ts";

/** The user's input, without errors. */
interface CheckedInput {
  readonly settings: Settings;
  readonly target: Target;
  readonly models: readonly ComposeModel[];
}

/** Reads and checks all user input; throws one error with every diagnostic before any resource exists. */
export async function readSettings(): Promise<CheckedInput> {
  silenceDebugLog();
  const written = writtenSettings(pulumi.runtime.allConfig());
  const {
    settings: read,
    target,
    models,
    diagnostics,
  } = readUserInput(
    written,
    { project: pulumi.getProject(), stack: pulumi.getStack(), secretKeys: secretKeys() },
    workspaceOf(import.meta.dirname, { [baseImageVariable]: baseImage() }),
  );
  const { settings, diagnostics: here } = (await target.checkComputer?.(read, models, written)) ?? {
    settings: read,
    diagnostics: [],
  };
  const standIns = target.isOnThisComputer ? [] : checkStandIns(import.meta.dirname, remoteTargets);
  const all = [...diagnostics, ...checkContexts(models, import.meta.dirname), ...here, ...standIns];
  // Pulumi shows a RunError without a stack trace.
  if (all.length > 0) throw new pulumi.RunError(describeDiagnostics(all, pulumi.getStack()));
  const warnings = describeWarnings(
    models.flatMap((model) => model.warnings),
    pulumi.getStack(),
  );
  if (warnings) await pulumi.log.warn(warnings);
  return { settings, target, models };
}

/** The CLI passes these names beside the configuration, whose values are in clear text. */
function secretKeys(): readonly string[] | undefined {
  const keys = process.env.PULUMI_CONFIG_SECRET_KEYS;
  return keys === undefined ? undefined : JSON.parse(keys);
}
