import type { Fault } from "./input/fault.ts";
import { withoutSecrets } from "./input/maskedFaults.ts";
import type { Note } from "./input/note.ts";
import { Place, unlessAbandoned } from "./input/place.ts";
import type { Surroundings } from "./input/surroundings.ts";
import { maskedSettings } from "./settings/secretSettings.ts";
import type { Settings } from "./settings/settings.ts";
import { type Origin, parseSettings } from "./settings/settingsReader.ts";
import { readSshKey } from "./settings/sshKey.ts";
import { storedSettings } from "./settings/storedSettings.ts";
import { readComposeFile } from "./stack/composeFile.ts";
import type { ComposeModel } from "./stack/composeModel.ts";
import { encryptNetworks } from "./stack/encryption.ts";
import { checkModels } from "./stack/modelChecks.ts";
import { secretsInClear } from "./stack/secretsInClear.ts";

/** Everything the user wrote. */
export interface UserInput {
  readonly settings: Settings;
  /** The compose files without faults. */
  readonly models: readonly ComposeModel[];
  readonly faults: readonly Fault[];
}

type Written = Readonly<Record<string, unknown>>;

/** The same input with masks instead of the secret settings; a mask may be wrong where it stands. */
export interface TellableInput extends UserInput {
  readonly masked: UserInput;
}

/**
 * Reads the settings of the namespace `swarm` and the compose files that they name, and notes every fault.
 *
 * Faults and notes quote what is wrong, but nothing that a secret setting has brought there.
 */
export function readUserInput(
  written: Written,
  origin: Omit<Origin, "root">,
  surroundings: Surroundings,
): TellableInput {
  const input = readAll(written, origin, surroundings);
  const masked = maskedInput(input, written, origin, surroundings);
  const inClear = (model: ComposeModel) =>
    origin.secretKeys === undefined ? [] : secretsInClear(model, input.settings, masked.settings);
  return {
    ...input,
    models: input.models.map((model) => ({
      ...model,
      notes: [...tellableNotes(model, masked), ...inClear(model)],
    })),
    faults: withoutSecrets(input.faults, masked.faults, silentFault),
    masked,
  };
}

function maskedInput(
  input: UserInput,
  written: Written,
  origin: Omit<Origin, "root">,
  surroundings: Surroundings,
): UserInput {
  const { secretKeys = [], stack } = origin;
  if (!Object.keys(written).some((key) => secretKeys.includes(`swarm:${key}`))) return input;
  const stored = storedSettings(stack, surroundings);
  return readAll(maskedSettings(written, { secretKeys, stored }), origin, surroundings);
}

const silentFault: Fault = {
  path: "",
  problem: "is wrong; a secret setting decides it, so its value is not told",
  remedy: "look at the setting: npm run pulumi -- config get swarm:stacks shows it",
};

const silentNote: Note = {
  path: "",
  said: "comes out otherwise than written; a secret setting decides it, so it is not told",
  remedy: "look at the file with npm run stack -- show NAME --show-secrets",
};

function tellableNotes({ name, notes }: ComposeModel, masked: UserInput): Note[] {
  const others = masked.models.find((model) => model.name === name)?.notes ?? [];
  return withoutSecrets(notes, others, silentNote);
}

function readAll(written: Written, origin: Omit<Origin, "root">, surroundings: Surroundings): UserInput {
  const { settings: parsed, faults } = parseSettings(written, { ...origin, root: surroundings.root });
  const settings = withSshKey(parsed, written.sshKey, surroundings, faults);
  const files = settings.stacks.map((stack) => readComposeFile(stack, surroundings));
  const models = files
    .flatMap(({ model }) => model ?? [])
    .map((model) => (settings.encrypt ? encryptNetworks(model) : model));
  const inFiles = files.flatMap((file) => file.faults);
  return { settings, models, faults: [...faults, ...inFiles, ...checkModels(settings, models)] };
}

/** Target hosts alone needs a key of the user's; it may lie in a file. */
function withSshKey(
  settings: Settings,
  written: unknown,
  surroundings: Surroundings,
  faults: Fault[],
): Settings {
  if (!settings.hosts || (written !== undefined && typeof written !== "string")) return settings;
  const place = Place.top("swarm:", faults).at("sshKey");
  const privateKey = unlessAbandoned(() => readSshKey(written, surroundings, place)) ?? "";
  return { ...settings, hosts: { ...settings.hosts, privateKey } };
}
