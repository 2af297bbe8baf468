import { isMapping, mapValues } from "../input/mapping.ts";
import { scalarText } from "../input/schema.ts";

/** Shown instead of a secret value, as in Pulumi. */
export const mask = "[secret]";

/** What is known about secrecy besides the settings' values. */
export interface Secrecy {
  /** Settings that contain a secret, `swarm:stacks`. */
  readonly secretKeys: readonly string[];
  /** The block `config` of `Pulumi.<stack>.yaml`. */
  readonly stored: unknown;
}

/** No valid setting is deeper. */
const deepest = 50;

type Mapping = Readonly<Record<string, unknown>>;

/**
 * The settings with a mask for each secret value.
 *
 * Pulumi reports only that there is a secret somewhere in `swarm:stacks`; a value in clear text in the
 * stack's file is not secret, everything else counts as secret.
 */
export function maskedSettings(written: Mapping, { secretKeys, stored }: Secrecy): Record<string, unknown> {
  return mapValues(written, (value, key) => {
    const name = `swarm:${key}`;
    if (!secretKeys.includes(name)) return value;
    const inFile = below(stored, name);
    return key === "stacks" ? maskedStacks(value, inFile) : masked(value, inFile, "secret");
  });
}

/** A stack cannot be read without its files, so they are shown unless they are themselves encrypted. */
function maskedStacks(stacks: unknown, stored: unknown): unknown {
  if (!isMapping(stacks)) return masked(stacks, stored, "secret");
  return mapValues(stacks, (stack, name) => {
    const inFile = below(stored, name);
    if (!isMapping(stack)) return masked(stack, inFile, "secret");
    return mapValues(stack, (value, key) =>
      masked(value, below(inFile, key), key === "env" ? "secret" : "shown"),
    );
  });
}

/** @param unknown how to treat values that are not in the file */
function masked(value: unknown, stored: unknown, unknown: "secret" | "shown", depth = 0): unknown {
  if (depth > deepest) return mask;
  const isEncrypted = isMapping(stored) && typeof stored.secure === "string";
  if (Array.isArray(value))
    return value.map((item, index) => masked(item, below(stored, index), unknown, depth + 1));
  if (isMapping(value))
    return mapValues(value, (item, key) => masked(item, below(stored, key), unknown, depth + 1));
  if (value === "") return value;
  const isInFile = stored !== undefined && scalarText(stored) === scalarText(value);
  return isInFile || (unknown === "shown" && !isEncrypted) ? value : mask;
}

function below(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
