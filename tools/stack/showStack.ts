import type { ComposeModel } from "../../components/compose/model.ts";
import { baseImage, baseImageVariable } from "../../components/images/build/baseImage.ts";
import { contextHash } from "../../components/images/build/contextHash.ts";
import { imagePlan } from "../../components/images/imagePlan.ts";
import { describeDiagnostics } from "../../components/input/diagnostic.ts";
import { mapValues } from "../../components/input/mapping.ts";
import { describeWarnings } from "../../components/input/warning.ts";
import { displayPath, workspaceOf } from "../../components/input/workspace.ts";
import type { Settings } from "../../components/settings/settings.ts";
import { writtenSettings } from "../../components/settings/writtenSettings.ts";
import { readUserInput, type UserInput } from "../../components/userInput/readUserInput.ts";
import { queryPulumi } from "../pulumi/query.ts";
import { projectName } from "../pulumi/selectedStack.ts";
import { readState, type StateFile } from "../pulumi/state.ts";
import { finalFile, type Known } from "./finalFile.ts";
import { copiesAsTheyAre, imagesAsTheyAre, recordedStack } from "./recordedStack.ts";

export interface Showing {
  /** Name of the Pulumi stack. */
  readonly stack: string;
  /** Name of the stack in the swarm; default: list all names. */
  readonly name?: string | undefined;
  readonly showSecrets: boolean;
  readonly root: string;
}

/** The text for standard output and for standard error. */
export interface Shown {
  readonly text: string;
  readonly warnings: string;
}

/** @throws with the text of a preview if the settings have errors */
export async function showStack({ stack, name, showSecrets, root }: Showing): Promise<Shown> {
  const config = readConfig(stack, root);
  const pulumiStack = stack.slice(stack.lastIndexOf("/") + 1);
  const written = writtenSettings(mapValues(config, ({ value = "" }) => value));
  const secretKeys = Object.keys(config).filter((key) => config[key]?.secret);
  const input = readUserInput(
    written,
    { project: projectName(root), stack: pulumiStack, secretKeys },
    workspaceOf(root, { [baseImageVariable]: baseImage() }),
  );
  if (input.diagnostics.length > 0) throw new Error(describeDiagnostics(input.diagnostics, pulumiStack));
  if (name === undefined)
    return {
      text: namesIn(input)
        .map((one) => `${one}\n`)
        .join(""),
      warnings: "",
    };
  const model = modelIn(input, name);
  const masks = secretKeys.includes("swarm:stacks") && !showSecrets;
  const shown = masks ? maskedModel(input.masked, name) : model;
  const state = readState(stack, { showSecrets: true, root }) ?? { deployment: {} };
  const files = input.settings.stacks.find((one) => one.name === name)?.files ?? [];
  const from = files.map((file) => displayPath(file, workspaceOf(root))).join(", ");
  const title = `stack ${name} of ${stack}, from ${from}${masks ? "; secret settings are masked" : ""}`;
  return {
    text: finalFile(title, model, knownOf(model, input.settings, state), shown),
    warnings: describeWarnings(shown.warnings, pulumiStack),
  };
}

type Config = Readonly<Record<string, { readonly value?: string; readonly secret?: boolean }>>;

function readConfig(stack: string, root: string): Config {
  const { output, failure, isMissing } = queryPulumi(["config", "--json", "--show-secrets"], stack, { root });
  if (failure === undefined) return JSON.parse(output) as Config;
  const hint = isMissing
    ? `npm run pulumi -- stack init ${stack} makes it`
    : "fix that, then run the command again";
  throw new Error(`stack ${stack} cannot be read: ${failure}\n  → ${hint}`);
}

function namesIn({ settings }: UserInput): string[] {
  return settings.stacks.map(({ name }) => name);
}

function modelIn(input: UserInput, name: string): ComposeModel {
  const model = input.models.find((one) => one.name === name);
  if (model) return model;
  const names = namesIn(input);
  throw new Error(
    names.length > 0
      ? `no stack is called ${name}\n  → one of: ${names.join(", ")}`
      : "the settings name no stack\n  → set swarm:stacks",
  );
}

/** A mask can be where only a number is allowed. */
function maskedModel({ models, diagnostics: [diagnostic] }: UserInput, name: string): ComposeModel {
  const model = models.find((one) => one.name === name);
  if (model) return model;
  throw new Error(
    `stack ${name} cannot be shown with its secret settings masked: ${diagnostic?.path ?? "it"} depends on one\n  → add --show-secrets; the file shows them then`,
  );
}

function knownOf(model: ComposeModel, settings: Settings, state: StateFile): Known {
  const recorded = recordedStack(state);
  const { mirrored } = imagePlan(model, settings);
  const hashes = mapValues(model.builds, (build) => contextHash(build));
  return {
    objectKey: recorded.objectKey,
    cluster: recorded.cluster,
    images: {
      ...imagesAsTheyAre(recorded, model.name, hashes),
      ...copiesAsTheyAre(recorded, model.name, mirrored),
    },
    tagged: {
      ...mapValues(hashes, (hash, service) => `${model.name}/${service}:${hash}`),
      ...mirrored,
    },
  };
}
