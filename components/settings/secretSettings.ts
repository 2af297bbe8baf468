import { isMapping, scalarText } from "../input/schema.ts";

/** Stands for a value that must not be shown, as Pulumi has it. */
export const mask = "[secret]";

/** What is told about settings beside their values. */
export interface Secrecy {
  /** Settings that hold something secret, `swarm:stacks`. */
  readonly secretKeys: readonly string[];
  /** The block `config` of `Pulumi.<stack>.yaml`. */
  readonly stored: unknown;
}

/** No setting is deeper; a value that is gets refused, whatever stands in it. */
const deepest = 50;

type Mapping = Readonly<Record<string, unknown>>;

/**
 * The settings with a mask for each secret value.
 *
 * Pulumi tells only that there is something secret below `swarm:stacks`; what stands in clear in the stack's own
 * file is none, and everything else counts as one.
 */
export function maskedSettings(written: Mapping, { secretKeys, stored }: Secrecy): Record<string, unknown> {
  return mapValues(written, (value, key) => {
    const name = `swarm:${key}`;
    if (!secretKeys.includes(name)) return value;
    const inFile = below(stored, name);
    return key === "stacks" ? maskedStacks(value, inFile) : masked(value, inFile, "secret");
  });
}

/** A stack without its files cannot be read at all, so they are shown unless they are encrypted by themselves. */
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

/** @param unknown what becomes of values that are not in the file */
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

function mapValues(values: Mapping, change: (value: unknown, key: string) => unknown) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}
