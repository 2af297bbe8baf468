import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

type Written = Readonly<Record<string, unknown>>;

const mask = "[secret]";

/**
 * The settings with the variables masked that are secret in Pulumi.<stack>.yaml.
 *
 * Pulumi itself only tells that something below swarm:stacks is secret.
 */
export function withMaskedVariables(written: Written, root: string, stack: string): Written {
  const file = join(root, `Pulumi.${stack.slice(stack.lastIndexOf("/") + 1)}.yaml`);
  const config = existsSync(file) ? record(record(parse(readFileSync(file, "utf8"))).config) : {};
  const stored = record(config["swarm:stacks"]);
  const stacks = Object.entries(record(written.stacks)).map(([name, value]) => {
    const settings = record(value);
    if (!("env" in settings)) return [name, value];
    return [name, { ...settings, env: maskedVariables(record(settings.env), stored, name) }];
  });
  return { ...written, stacks: Object.fromEntries(stacks) };
}

/** All of them where a secret stands around them, or the file says nothing. */
function maskedVariables(variables: Written, stored: Written, stack: string): Written {
  const env = record(record(stored[stack]).env);
  const masked = Object.entries(variables).map(([name, value]) => {
    const known = name in env && !isSecret(env) && !isSecret(env[name]);
    return [name, known ? value : mask];
  });
  return Object.fromEntries(masked);
}

function isSecret(value: unknown): boolean {
  return typeof record(value).secure === "string";
}

function record(value: unknown): Written {
  return typeof value === "object" && value !== null ? (value as Written) : {};
}
