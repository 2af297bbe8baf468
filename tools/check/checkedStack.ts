import type { ComposeModel } from "../../components/compose/model.ts";
import { readComposeFile } from "../../components/compose/readCompose.ts";
import type { StackSettings } from "../../components/compose/stackSettings.ts";
import { checkContexts } from "../../components/images/build/contextChecks.ts";
import type { Diagnostic } from "../../components/input/diagnostic.ts";
import { compare } from "../../components/input/order.ts";
import type { Warning } from "../../components/input/warning.ts";
import { displayPath, type Workspace } from "../../components/input/workspace.ts";
import { type ServiceSummary, serviceSummaries } from "../../components/stack/serviceSummary.ts";
import { finalFile } from "../stack/finalFile.ts";

/** How a stack's compose files would deploy. */
export interface CheckedStack {
  readonly settings: StackSettings;
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Warning[];
  /** Empty if there are errors. */
  readonly services: Readonly<Record<string, ServiceSummary>>;
  /** The file that the swarm gets; undefined if there are errors. */
  readonly rendered?: string;
}

/** Reads the files of a stack as `up` would, without a cluster. */
export function checkedStack(settings: StackSettings, title: string, workspace: Workspace): CheckedStack {
  const { model, diagnostics, warnings } = readComposeFile(settings, workspace);
  const file = settings.files.map((path) => displayPath(path, workspace)).join(" + ");
  const errors = model
    ? checkContexts([model], workspace.root).map((error) =>
        inFile(error, `stack ${model.name}: `, `${file}: `),
      )
    : diagnostics.map((error) => ofFile(error, settings, workspace));
  const found = { settings, errors: sorted(errors), warnings: sorted(warnings) };
  if (!model || errors.length > 0) return { ...found, services: {} };
  const tagged = Object.fromEntries(
    Object.keys(model.builds).map((service) => [service, `${model.name}/${service}:HASH`]),
  );
  return {
    ...found,
    services: serviceSummaries(model, tagged),
    rendered: renderedFile(title, model, tagged),
  };
}

function inFile(error: Diagnostic, before: string, after: string): Diagnostic {
  return error.path.startsWith(before) ? { ...error, path: after + error.path.slice(before.length) } : error;
}

/** A file that cannot be read is an argument here, not a setting. */
function ofFile(error: Diagnostic, { name, files }: StackSettings, workspace: Workspace): Diagnostic {
  const { path, problem, hint } = error;
  const setting = `swarm:stacks.${name}.file`;
  const file = files.find((_, index) => path === setting || path === `${setting}s[${index}]`);
  const named = file === undefined ? "" : `names ${displayPath(file, workspace)}, which `;
  if (file === undefined || !problem.startsWith(named)) return error;
  const isPath = hint.startsWith("fix the path");
  return {
    path: displayPath(file, workspace),
    problem: problem.slice(named.length),
    hint: isPath ? "fix the path" : hint,
  };
}

function renderedFile(title: string, model: ComposeModel, tagged: Readonly<Record<string, string>>): string {
  return finalFile(title, model, { objectKey: undefined, cluster: undefined, images: {}, tagged });
}

function sorted<F extends { readonly path: string }>(found: readonly F[]): F[] {
  return [...found].sort((one, other) => compare(one.path, other.path));
}

/**
 * Checks several stacks with the same options. A bind choice or a profile that means nothing to one stack is an
 * error only if it means nothing to all of them.
 */
export function checkedStacks(
  stacks: readonly StackSettings[],
  title: (stack: StackSettings) => string,
  workspace: Workspace,
): CheckedStack[] {
  const first = stacks.map((stack) => checkedStack(stack, title(stack), workspace));
  return first.map((checked, index) => {
    const { settings } = checked;
    const others = first.filter((_, other) => other !== index);
    const isElsewhere = (option: string) =>
      others.some((other) => other.errors.every(({ path }) => path !== settingPath(other.settings, option)));
    const isNeeded = (option: string) =>
      checked.errors.every(({ path }) => path !== settingPath(settings, option)) || !isElsewhere(option);
    const binds = Object.entries(settings.binds ?? {}).filter(([path]) => isNeeded(bindOption(path)));
    const profiles = settings.profiles.filter((_, position) => isNeeded(`profiles[${position}]`));
    const isSame =
      binds.length === Object.keys(settings.binds ?? {}).length &&
      profiles.length === settings.profiles.length;
    if (isSame) return checked;
    const own = { ...settings, binds: Object.fromEntries(binds), profiles };
    return checkedStack(own, title(own), workspace);
  });
}

function settingPath({ name }: StackSettings, option: string): string {
  return /^[\w-]+$/.test(name) ? `swarm:stacks.${name}.${option}` : "";
}

function bindOption(path: string): string {
  return /^[\w-]+$/.test(path) ? `binds.${path}` : `binds[${JSON.stringify(path)}]`;
}
