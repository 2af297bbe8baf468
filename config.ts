import * as pulumi from "@pulumi/pulumi";
import { checkPorts, wantedPorts } from "./components/entrypoint/portCheck.ts";
import { describeFaults, type Fault } from "./components/fault.ts";
import type { Settings } from "./components/settings.ts";
import { parseSettings } from "./components/settingsReader.ts";
import { readComposeFile } from "./components/stack/composeFile.ts";
import type { ComposeModel } from "./components/stack/composeModel.ts";
import { checkModels } from "./components/stack/modelChecks.ts";
import { surroundingsOf } from "./components/surroundings.ts";

const namespace = "swarm:";

/** All that the user wrote, read and checked; one error with every fault before there is any resource. */
export async function readSettings(): Promise<{ settings: Settings; models: ComposeModel[] }> {
  const root = import.meta.dirname;
  const surroundings = surroundingsOf(root);
  const { settings, faults } = parseSettings(writtenSettings(), {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    root,
  });
  const files = settings.stacks.map((stack) => readComposeFile(stack, surroundings));
  const models = files.flatMap(({ model }) => model ?? []);
  refuse([
    ...faults,
    ...files.flatMap((file) => file.faults),
    ...checkModels(settings, models),
    ...(await checkPorts(wantedPorts(settings, models), settings.stack)),
  ]);
  return { settings, models };
}

/** Objects come as JSON, everything else as text. */
function writtenSettings(): Record<string, unknown> {
  const entries = Object.entries(pulumi.runtime.allConfig());
  const own = entries.filter(([key]) => key.startsWith(namespace));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), structured(value)]));
}

function structured(value: string): unknown {
  if (!/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Pulumi shows a RunError without a stack trace. */
function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new pulumi.RunError(describeFaults(faults));
}
