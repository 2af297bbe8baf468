import type { ComposeModel } from "../compose/model.ts";
import { DiagnosticPath } from "../input/diagnosticPath.ts";
import type { Warning } from "../input/warning.ts";
import type { Settings } from "../settings/settings.ts";

type Stacks = Pick<Settings, "stacks">;

/**
 * Warns of secrets in a compose file whose variable is in clear text in the settings.
 *
 * @param masked the same settings with masks instead of encrypted values
 */
export function secretsInClear(
  { name, document }: ComposeModel,
  settings: Stacks,
  masked: Stacks,
): Warning[] {
  const env = environmentOf(settings, name);
  const shown = environmentOf(masked, name);
  const path = DiagnosticPath.top("swarm:").at("stacks").at(name).at("env");
  for (const [key, { environment, external }] of Object.entries(document.secrets)) {
    if (external || environment === undefined || !Object.hasOwn(env, environment)) continue;
    const here = path.at(environment);
    if (env[environment] === shown[environment])
      here.warn(
        `is the content of the secret ${key}, and is in plain text in the settings`,
        `npm run pulumi -- config set --secret --path '${here.text}' encrypts it`,
      );
  }
  return path.warnings;
}

function environmentOf({ stacks }: Stacks, name: string): Readonly<Record<string, string>> {
  return stacks.find((stack) => stack.name === name)?.env ?? {};
}
