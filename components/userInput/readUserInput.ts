import type { ComposeModel } from "../compose/model.ts";
import { readComposeFile } from "../compose/readCompose.ts";
import { defaultLogging } from "../compose/translate/defaultLogging.ts";
import { encryptNetworks } from "../compose/translate/encryptNetworks.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import { DiagnosticPath } from "../input/diagnosticPath.ts";
import { withoutSecrets } from "../input/maskedDiagnostics.ts";
import type { Warning } from "../input/warning.ts";
import type { Workspace } from "../input/workspace.ts";
import { maskedSettings } from "../settings/secretSettings.ts";
import type { Settings } from "../settings/settings.ts";
import { parseSettings } from "../settings/settingsReader.ts";
import { storedSettings } from "../settings/storedSettings.ts";
import type { Origin } from "../settings/targetSettings.ts";
import type { Target } from "../targets/target.ts";
import { targets } from "../targets/targets.ts";
import { checkModels } from "./modelChecks.ts";
import { secretsInClear } from "./secretsInClear.ts";

/** All of the user's input. */
export interface UserInput {
  readonly settings: Settings;
  readonly target: Target;
  /** The compose files without errors. */
  readonly models: readonly ComposeModel[];
  readonly diagnostics: readonly Diagnostic[];
}

type Written = Readonly<Record<string, unknown>>;

/** The same input with masks instead of the secret settings; a mask may be invalid as a value. */
export interface TellableInput extends UserInput {
  readonly masked: UserInput;
}

/**
 * Reads the settings and the compose files that they name, and collects all diagnostics.
 *
 * Diagnostics quote invalid values, but nothing that comes from a secret setting.
 */
export function readUserInput(
  written: Written,
  origin: Omit<Origin, "root">,
  workspace: Workspace,
): TellableInput {
  const input = readAll(written, origin, workspace);
  const masked = maskedInput(input, written, origin, workspace);
  const inClear = (model: ComposeModel) =>
    origin.secretKeys === undefined ? [] : secretsInClear(model, input.settings, masked.settings);
  return {
    ...input,
    models: input.models.map((model) => ({
      ...model,
      secretValues: secretValues(model.name, input, masked),
      warnings: [...tellableWarnings(model, masked), ...inClear(model)],
    })),
    diagnostics: withoutSecrets(input.diagnostics, masked.diagnostics, silentDiagnostic),
    masked,
  };
}

function maskedInput(
  input: UserInput,
  written: Written,
  origin: Omit<Origin, "root">,
  workspace: Workspace,
): UserInput {
  const { secretKeys = [], stack } = origin;
  if (!Object.keys(written).some((key) => secretKeys.includes(`swarm:${key}`))) return input;
  const stored = storedSettings(stack, workspace);
  return readAll(maskedSettings(written, { secretKeys, stored }), origin, workspace);
}

/** The variables that the masked settings hide. */
function secretValues(stack: string, input: UserInput, masked: UserInput): string[] {
  const envOf = ({ settings }: UserInput) => settings.stacks.find(({ name }) => name === stack)?.env ?? {};
  const shown = envOf(masked);
  return Object.entries(envOf(input)).flatMap(([name, value]) => (shown[name] === value ? [] : [value]));
}

const silentDiagnostic: Diagnostic = {
  path: "",
  problem: "is wrong; the value is hidden, because it comes from a secret setting",
  hint: "check the setting: npm run pulumi -- config get swarm:stacks shows it",
};

const silentWarning: Warning = {
  path: "",
  problem: "does not deploy as written; the value is hidden, because it comes from a secret setting",
  hint: "show the file: npm run stack -- show NAME --show-secrets",
};

function tellableWarnings({ name, warnings }: ComposeModel, masked: UserInput): Warning[] {
  const others = masked.models.find((model) => model.name === name)?.warnings ?? [];
  return withoutSecrets(warnings, others, silentWarning);
}

function readAll(written: Written, origin: Omit<Origin, "root">, workspace: Workspace): UserInput {
  const from = { ...origin, root: workspace.root };
  const { settings: parsed, target, diagnostics } = parseSettings(written, from, targets);
  const path = DiagnosticPath.top("swarm:", diagnostics);
  const own = target.readFiles?.(parsed.own, written, workspace, path) ?? parsed.own;
  const settings = { ...parsed, own };
  const files = settings.stacks.map((stack) => readComposeFile(stack, workspace));
  const models = files
    .flatMap(({ model }) => model ?? [])
    .map((model) => (settings.encrypt ? encryptNetworks(model) : model))
    .map((model) => defaultLogging(model, settings.logging));
  const inFiles = files.flatMap((file) => file.diagnostics);
  const across = checkModels(settings, target, models);
  return { settings, target, models, diagnostics: [...diagnostics, ...inFiles, ...across] };
}
